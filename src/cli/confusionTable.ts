import { classMetrics } from '../contract/classMetrics';
import type { MeanScores, Scores } from '../contract/scores';
import { maxOf } from '../util/extremes';
import { table } from '../util/format';
import type { Style } from './textSink';

/** The confusion matrix for a terminal: a row a true class, a column a predicted one, what was right in bold, nothing as `·`. */
export function confusionTable({ confusionMatrix }: Pick<Scores, 'confusionMatrix'>, style: Style): string[] {
  const classes = confusionMatrix.map((_, i) => String(i));
  const counts = confusionMatrix.map(row => row.map(count => (count === 0 ? '·' : String(count))));
  const width = maxOf([...counts.flat(), ...classes].map(text => text.length)) + 1;
  const label = ' '.repeat(8);
  return [
    style('dim', `${label}predicted as`),
    style('dim', `${'true'.padEnd(label.length)}${classes.map(name => name.padStart(width)).join('')}`),
    ...counts.map((row, truth) => {
      const cells = row.map((cell, predicted) => {
        const text = cell.padStart(width);
        return truth === predicted ? style('bold', style('green', text)) : cell === '·' ? style('dim', text) : text;
      });
      return `${style('dim', classes[truth]!.padStart(4).padEnd(label.length))}${cells.join('')}`;
    }),
  ];
}

export type ClassFigures = Pick<Scores, 'perClass' | 'macro' | 'micro' | 'weighted' | 'count'>;

/** The metrics and the support of each class, and their means. */
export function classTable({ perClass, macro, micro, weighted, count }: ClassFigures): string[] {
  const figures = (scores: MeanScores): string[] => classMetrics.map(({ value, decimals }) => value(scores)?.toFixed(decimals) ?? '–');
  return table([
    ['class', ...classMetrics.map(({ head }) => head), 'support'],
    ...perClass.map((scores, i) => [`    ${i}`, ...figures(scores), String(scores.support)]),
    ['macro', ...figures(macro), String(count)],
    ['micro', ...figures(micro), String(count)],
    ['weighted', ...figures(weighted), String(count)],
  ]);
}
