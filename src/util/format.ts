/** How figures are written wherever a person reads them. A dash stands for what is not known. */
const unknown = '–';

/** `99.12 %` from 0.9912. */
export function formatPercent(share: number | null, decimals = 2): string {
  return share === null ? unknown : `${(share * 100).toFixed(decimals)} %`;
}

/** `0.0271`; very small and large losses keep three or four figures (`4.20e-5`, `12.35`). */
export function formatLoss(loss: number | null): string {
  if (loss === null) return unknown;
  if (!Number.isFinite(loss)) return String(loss);
  if (loss !== 0 && Math.abs(loss) < 0.001) return loss.toExponential(2);
  return loss.toFixed(Math.abs(loss) < 10 ? 4 : 2);
}

/** `5,432`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `5,432 images/s`. */
export function formatSpeed(imagesPerSecond: number): string {
  return `${formatCount(imagesPerSecond)} images/s`;
}

/** `340ms`, `8.2s`, `42s`, `1m20s`, `2h05m`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 999.5) return `${Math.max(0, Math.round(durationMs))}ms`;
  if (durationMs < 9950) return `${(durationMs / 1000).toFixed(1)}s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${twoDigits(seconds % 60)}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}h${twoDigits(minutes % 60)}m`;
}

/** Floating-point operations: `14.6 MFLOP`. */
export function formatFlops(flops: number): string {
  const [size, prefix] = ([[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const).find(([s]) => flops >= s * 0.9995) ?? [1, ''];
  return `${prefix === '' ? flops : (flops / size).toPrecision(3)} ${prefix}FLOP`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
