import { maxOf } from './extremes';

/** `99.12 %` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/**
 * `5,432`; `2.31e+18` beyond the integers that a number can hold. The platform's own way loads a table of languages first, which was a
 * sixth of the command line's start.
 */
export function grouped(value: number): string {
  const rounded = Math.round(value);
  if (!Number.isSafeInteger(rounded)) return compact(value);
  const whole = String(Math.abs(rounded));
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  return `${rounded < 0 ? '-' : ''}${groups.join(',')}`;
}

/** `1 thread`, `2 threads` */
export function counted(count: number, what: string): string {
  return `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
}

/** `0.0271`; four decimals, or as many digits as eight characters hold: a column keeps its width when the loss diverges. */
export function loss(value: number): string {
  return compact(value, 8);
}

/**
 * `0.0271`, `0.00012`, `1234.57`, `2.31e+18`, `NaN`, `-inf`: a number of any size, rounded to fit.
 * @param width never more characters than this; at least 6, or 7 where numbers may be negative
 */
export function compact(value: number, width = 8): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value < 0) return `-${compact(-value, width - 1)}`;
  if (value === Infinity) return 'inf';
  const decimals = width - 4;
  // Two significant digits of what the decimals would show as next to nothing.
  if (value > 0 && value < 5 * 10 ** -decimals) return fitting([value.toPrecision(2), value.toExponential(1)], value, width);
  const digits = Math.max(3, Math.floor(Math.log10(value)) + 1);
  const fixed = value.toFixed(digits === 3 ? decimals : Math.max(0, width - 2 - digits));
  return Number(fixed) < 1e6 ? fitting([fixed, value.toFixed(width - 6)], value, width) : fitting([], value, width);
}

/** The first of some forms of a number that is no longer than `width`, else the number with an exponent. */
function fitting(forms: readonly string[], value: number, width: number): string {
  const exponential = [2, 1, 0].map(decimals => value.toExponential(decimals));
  return [...forms, ...exponential].find(form => form.length <= width) ?? value.toExponential(0);
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
