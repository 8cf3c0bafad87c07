import { normalise, type Normalisation } from '../contract/normalisation';
import type { Run } from '../contract/runState';
import type { MeanScores, Scores } from '../contract/scores';

type Field = string | number | null;

/**
 * Rows under their column names as RFC 4180 has it: CRLF at the end of each line, quotes where a field needs them. Numbers are written
 * in full, with a point; null is an empty field. A text that a spreadsheet would take for a formula has an apostrophe before it.
 */
export function toCsv(columns: readonly string[], rows: readonly (readonly Field[])[]): string {
  return [columns, ...rows].map(row => `${row.map(written).join(',')}\r\n`).join('');
}

function written(field: Field): string {
  const text = field === null ? '' : typeof field === 'string' ? field.replace(/^(?=[=+\-@\t\r\n])/, "'") : String(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The points of a run's curves and of its parent's validation, a row each; `batch` is empty for what is of a whole epoch. */
export function curvesCsv({ batches, epochs }: Pick<Run, 'batches' | 'epochs'>, parent: Pick<Run, 'epochs'> | null = null): string {
  const validation = (curve: string, of: Run['epochs']): Field[][] =>
    of
      .filter(({ valLoss }) => valLoss !== null)
      .map(({ epoch, valLoss, valAccuracy }) => [curve, epoch, null, null, valLoss, valAccuracy, null]);
  return toCsv(
    ['curve', 'epoch', 'batch', 'batches', 'loss', 'accuracy', 'images_per_second'],
    [
      ...batches.map(({ epoch, batch, batches: of, loss, accuracy, imagesPerSecond }) => {
        return ['training by batch', epoch, batch, of, loss, accuracy, imagesPerSecond];
      }),
      ...epochs.map(({ epoch, loss, accuracy, imagesPerSecond }) => ['training', epoch, null, null, loss, accuracy, imagesPerSecond]),
      ...validation('validation', epochs),
      ...validation('validation of the parent', parent?.epochs ?? []),
    ],
  );
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

/** A row a class, then the means; AUROC and average precision are empty where they are not defined. */
export function classScoresCsv({ perClass, macro, micro, weighted, count }: Scores, classes: readonly string[]): string {
  const figures = ({ precision, recall, f1, auroc, averagePrecision }: MeanScores): Field[] => [
    precision,
    recall,
    f1,
    auroc,
    averagePrecision,
  ];
  return toCsv(
    ['class', 'precision', 'recall', 'f1', 'auroc', 'average_precision', 'support', 'predicted'],
    [
      ...perClass.map((scores, of) => [classes[of] ?? String(of), ...figures(scores), scores.support, scores.predicted]),
      ...Object.entries({ macro, micro, weighted }).map(([name, scores]) => [name, ...figures(scores), count, count]),
    ],
  );
}
