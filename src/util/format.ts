import { maxOf } from './extremes';

/** `99.12 %` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** `5,432`, of a number up to 2^53. The platform's own way loads a table of languages first, which was a sixth of the command line's start. */
export function grouped(value: number): string {
  const rounded = Math.round(value);
  const whole = String(Math.abs(rounded));
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  return `${rounded < 0 ? '-' : ''}${groups.join(',')}`;
}

/** `1 thread`, `2 threads` */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** `0.0271`; four decimals, or two significant digits where that would be zero. */
export function loss(value: number): string {
  return value > 0 && value < 0.0005 ? value.toPrecision(2) : value.toFixed(4);
}

/** `850 ms`, `4.2 s`, `1m20s`, `2h05m` */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h${two(Math.floor((seconds % 3600) / 60))}m`;
}

/** `1.9 MB` */
export function bytes(value: number): string {
  return value < 1e6 ? `${Math.ceil(value / 1000)} kB` : `${(value / 1e6).toFixed(1)} MB`;
}

/** `34.8 k`, `4.96 M`: three digits and a unit. */
export function short(value: number): string {
  for (const [size, unit] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    // What would be rounded up to 1000 of the smaller unit is 1.00 of this one.
    if (value >= size * 0.9995) return `${(value / size).toPrecision(3)} ${unit}`;
  }
  return String(value);
}

/** Rows as columns of equal width, two spaces apart; the first column to the left, all others to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => maxOf(rows.map(row => (row[column] ?? '').length)));
  return rows.map(row =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}
