import { grouped } from '../util/format';

/**
 * A value that another tool recorded, of which nothing is known: `0.9731`, `12,345`, `1.23e-7`, `NaN`, `-inf`. Six digits, since many
 * scripts log numbers that differ late.
 */
export function recordedValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e9) return grouped(value);
  if (size >= 1e-4 && size < 1e6) return String(Number(value.toPrecision(6)));
  return Number(value.toPrecision(4)).toExponential().replace('e+', 'e');
}
