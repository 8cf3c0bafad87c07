import { classMetrics } from '../contract/classMetrics';
import { metricTable, type Metric } from '../contract/metrics';
import { normalise, type Normalisation } from '../contract/normalisation';
import type { Run } from '../contract/runState';
import type { MeanScores, Scores } from '../contract/scores';

export type Field = string | number | null;

/**
 * Rows under their column names as RFC 4180 has it: CRLF at the end of each line, quotes where a field needs them. Numbers are written
 * in full, with a point; null is an empty field. A text that a spreadsheet would take for a formula has an apostrophe before it.
 */
export function toCsv(columns: readonly string[], rows: readonly (readonly Field[])[]): string {
  return [columns, ...rows].map(csvRow).join('');
}

/** One row of such a table. */
export function csvRow(row: readonly Field[]): string {
  return `${row.map(written).join(',')}\r\n`;
}

function written(field: Field): string {
  const text = field === null ? '' : typeof field === 'string' ? field.replace(/^(?=[=+\-@\t\r\n])/, "'") : String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** What the columns of a curve's metrics are called; the same metric of training and validation has one. */
const curveColumns = [...new Set(metricTable.flatMap(({ csv }: Metric) => csv ?? []))];

/** The points of a run's curves and of its parent's validation, a row each; `batch` is empty for what is of a whole epoch. */
export function curvesCsv({ batches, epochs }: Pick<Run, 'batches' | 'epochs'>, parent: Pick<Run, 'epochs'> | null = null): string {
  const means = (curve: string, of: Run['epochs'], measuredOn: 'training' | 'validation'): Field[][] =>
    of.flatMap(epoch => {
      const measured = cells(measuredOn, metric => metric.epoch?.value(epoch));
      return measured.every(value => value === null) ? [] : [[curve, epoch.epoch, null, null, ...measured]];
    });
  return toCsv(
    ['curve', 'epoch', 'batch', 'batches', ...curveColumns],
    [
      ...batches.map(batch => [
        'training by batch',
        batch.epoch,
        batch.batch,
        batch.batches,
        ...cells('training', metric => metric.ofBatch?.(batch)),
      ]),
      ...means('training', epochs, 'training'),
      ...means('validation', epochs, 'validation'),
      ...means('validation of the parent', parent?.epochs ?? [], 'validation'),
    ],
  );
}

/** A row's metrics, each in the column of its name. */
function cells(measuredOn: Metric['measuredOn'], value: (metric: Metric) => number | null | undefined): (number | null)[] {
  const measured = metricTable.filter(metric => metric.measuredOn === measuredOn);
  return curveColumns.map(column => {
    const metric = measured.find(({ csv }: Metric) => csv === column);
    return (metric && value(metric)) ?? null;
  });
}

/** A confusion matrix: a row a true class, a column a predicted one; counts, or shares in [0, 1]. */
export function confusionMatrixCsv(
  matrix: readonly (readonly number[])[],
  classes: readonly string[],
  normalisation: Normalisation,
): string {
  const rows = normalise(matrix, normalisation);
  return toCsv(
    ['true class', ...classes.map(name => `predicted ${name}`)],
    rows.map((row, truth) => [classes[truth] ?? String(truth), ...row]),
  );
}

/** One row for each class, then the means; a figure is empty where it is not defined. */
export function classScoresCsv({ perClass, macro, micro, weighted, count }: Scores, classes: readonly string[]): string {
  const figures = (scores: MeanScores): Field[] => classMetrics.map(({ value }) => value(scores));
  return toCsv(
    ['class', ...classMetrics.map(({ name }) => name), 'support', 'predicted'],
    [
      ...perClass.map((scores, of) => [classes[of] ?? String(of), ...figures(scores), scores.support, scores.predicted]),
      ...Object.entries({ macro, micro, weighted }).map(([name, scores]) => [name, ...figures(scores), count, count]),
    ],
  );
}
