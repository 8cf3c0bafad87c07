/** The middle one, the upper of two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** `15,156 (15,047–16,192)`: the median, the least and the most. */
export function spread(values: readonly number[], digits = 0, unit = ''): string {
  return values.length === 0
    ? ''
    : `${shown(median(values), digits)}${unit} (${shown(Math.min(...values), digits)}–${shown(Math.max(...values), digits)})`;
}

/** How many times as much the first values are as the second, median against median; and turn by turn, the least and the most. */
export interface Ratio {
  readonly ratio: number;
  readonly least: number;
  readonly most: number;
}

/** Of two programs that took turns: values with the same index are from the same turn. */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Ratio {
  const turns = ours.flatMap((value, i) => (theirs[i] === undefined ? [] : [value / theirs[i]]));
  return { ratio: median(ours) / median(theirs), least: Math.min(...turns), most: Math.max(...turns) };
}

/** `1.31 (1.22–2.07)` */
export function ratioInWords(ours: readonly number[], theirs: readonly number[]): string {
  if (ours.length === 0 || theirs.length === 0) return '';
  const { ratio, least, most } = ratioOf(ours, theirs);
  return `${shown(ratio, 2)} (${shown(least, 2)}–${shown(most, 2)})`;
}

export function shown(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** The slope of a straight line through points by least squares: with logarithms the exponent of growth. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(point => point[0])), mean(points.map(point => point[1]))];
  const over = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return over / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
