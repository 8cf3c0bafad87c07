const PREFIX = 'Δ ';

/** The name of the column of a metric's differences against the baseline. */
export function deltaOf(metric: string): string {
  return PREFIX + metric;
}

/** The metric of such a column; undefined of another one. */
export function metricOfDelta(column: string): string | undefined {
  return column.startsWith(PREFIX) ? column.slice(PREFIX.length) : undefined;
}
