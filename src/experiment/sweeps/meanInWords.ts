import { percent } from '../../util/format';

/** `98.71 % ± 0.11` in points, over the seeds. */
export function meanInWords({ mean, deviation }: { readonly mean: number | null; readonly deviation: number | null }): string {
  if (mean === null) return 'no result';
  return deviation === null ? percent(mean) : `${percent(mean)} ± ${(100 * deviation).toFixed(2)}`;
}
