import { classMetrics } from '../../contract/classMetrics';
import { classNamesOf } from '../../contract/classNames';
import { formatMetric, metrics, metricTable } from '../../contract/metrics';
import type { MeanScores } from '../../contract/scores';
import { frequentMistakes } from '../../evaluation/mistakes';
import { grouped, loss, percent } from '../../util/format';
import { Markdown } from '../../util/markdown';
import { mistakesInWords } from '../../wording/mistakesInWords';
import { blocks, factTable, folded, table, type Words } from './blocks';
import type { ReportedRun, ReportedScores } from './reportedRun';

/** As many classes have a table of their own that still fits a page. */
const MOST_IN_TABLE = 15;
const MOST_MISTAKES = 10;

/** What came of the run. */
export function resultsTable({ summary, scores }: ReportedRun): Markdown | undefined {
  const onTest: readonly (readonly [string, Words | undefined])[] = scores
    ? [
        [metrics.test_accuracy.label, Markdown.of`**${percent(scores.accuracy)}**, ${mistakesInWords(scores.confusionMatrix, 'images')}`],
        [metrics.test_loss.label, scores.logLoss === null ? undefined : `${loss(scores.logLoss)} nats, mean cross-entropy`],
      ]
    : [];
  const others = metricTable
    .filter(({ measuredOn }) => measuredOn !== 'test' || !scores)
    .flatMap((metric): (readonly [string, string])[] => {
      const value = summary && metric.ofRun(summary);
      return value === null || value === undefined ? [] : [[metric.label, formatMetric(metric, value)]];
    });
  return factTable([...onTest, ...others]);
}

export function classesOf({ config, scores }: Pick<ReportedRun, 'config' | 'scores'>): string[] {
  return classNamesOf(config.dataset, scores?.confusionMatrix.length ?? 0);
}

/** The confusion matrix: a row a true class. Undefined of more classes than a page has room for: the picture has them. */
export function matrixTable({ confusionMatrix }: ReportedScores, classes: readonly string[]): Markdown | undefined {
  if (classes.length > MOST_IN_TABLE) return undefined;
  const rows = confusionMatrix.map((row, truth): Words[] => [
    Markdown.of`**${classes[truth]!}**`,
    ...row.map((count, predicted) => {
      if (truth === predicted) return Markdown.of`**${grouped(count)}**`;
      return count === 0 ? '' : grouped(count);
    }),
  ]);
  return table(['true \\ predicted', ...classes], rows, { wordColumns: 1 });
}

export function mistakesTable({ confusionMatrix }: ReportedScores, classes: readonly string[]): Markdown | undefined {
  const rows = frequentMistakes(confusionMatrix, MOST_MISTAKES).map(({ truth, predicted, count, share }) => [
    classes[truth]!,
    classes[predicted]!,
    grouped(count),
    percent(share),
  ]);
  return table(['True class', 'Predicted as', 'Images', 'Of the class'], rows, { wordColumns: 2 });
}

/** The scores of each class and their means; of many classes only the means are seen at first. */
export function classesTable({ perClass, macro, micro, weighted, count }: ReportedScores, classes: readonly string[]): Markdown {
  const head = ['', ...classMetrics.map(({ head: words }) => words), 'support'];
  const figures = (scores: MeanScores): string[] => classMetrics.map(({ value, decimals }) => value(scores)?.toFixed(decimals) ?? '–');
  const means = Object.entries({ macro, micro, weighted }).map(([name, scores]): Words[] => [
    Markdown.of`_${name}_`,
    ...figures(scores),
    grouped(count),
  ]);
  // Of a stranger's run they may be more than the matrix has.
  const each = perClass.map((scores, of): Words[] => [classes[of] ?? String(of), ...figures(scores), grouped(scores.support)]);
  const look = { wordColumns: 1 };
  if (classes.length <= MOST_IN_TABLE) return table(head, [...each, ...means], look)!;
  return blocks(table(head, means, look), folded(`All ${classes.length} classes`, table(head, each, look)!));
}
