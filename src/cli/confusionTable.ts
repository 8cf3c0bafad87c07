import { classMetrics } from '../contract/classMetrics';
import type { MeanScores, Scores } from '../contract/scores';
import { frequentMistakes } from '../evaluation/mistakes';
import { displayWidth } from '../util/displayWidth';
import { maxOf } from '../util/extremes';
import { grouped, percent, table } from '../util/format';
import { oneLine } from '../util/shownText';
import { wrapped } from '../util/wrapped';
import { meansInWords } from '../wording/meansInWords';
import type { Output } from './output';
import { plainStyle, type Style } from './textSink';

/** A name of a class that is longer would make every column wide: columns have numbers then, and rows have both. */
const LONGEST_HEAD = 3;
/** About that of the tables. */
const REMARK_WIDTH = 79;
/** As many characters of a name leave room for the figures in 80 columns. */
const LONGEST_NAME = 18;
/** Of the mistakes that stand in the place of a matrix. */
const MOST_MISTAKES = 20;

/** The confusion matrix where the terminal has room for it, else the mistakes that were made most often. */
export function confusionLines(
  scores: Pick<Scores, 'confusionMatrix'>,
  classes: readonly string[],
  { style, isTerminal, columns }: Pick<Output, 'style' | 'isTerminal' | 'columns'>,
): string[] {
  const needed = maxOf(confusionTable(scores, classes, plainStyle).map(displayWidth));
  if (!isTerminal || needed <= columns) return confusionTable(scores, classes, style);
  const mistakes = frequentMistakes(scores.confusionMatrix, MOST_MISTAKES);
  const name = (of: number): string => oneLine(classes[of] ?? String(of), LONGEST_NAME);
  return [
    style('dim', `The matrix of ${classes.length} classes needs ${needed} columns. The most frequent mistakes:`),
    ...table([
      ['true', 'predicted as', 'images', 'of the class'],
      ...mistakes.map(({ truth, predicted, count, share }) => [name(truth), name(predicted), grouped(count), percent(share)]),
    ]),
  ];
}

/**
 * The confusion matrix for a terminal: a row a true class, a column a predicted one, what was right in bold, nothing as `·`.
 * @param classes their names
 */
export function confusionTable({ confusionMatrix }: Pick<Scores, 'confusionMatrix'>, classes: readonly string[], style: Style): string[] {
  const hasNumbers = classes.some(name => name.length > LONGEST_HEAD);
  const heads = hasNumbers ? classes.map((_, i) => String(i)) : classes;
  const counts = confusionMatrix.map(row => row.map(count => (count === 0 ? '·' : String(count))));
  const width = maxOf([...counts.flat(), ...heads].map(text => text.length)) + 1;
  const rowHeads = classes.map((name, i) => (hasNumbers ? `${heads[i]!.padStart(2)} ${oneLine(name, LONGEST_NAME)}` : name.padStart(4)));
  const label = ' '.repeat(Math.max(8, 1 + maxOf(rowHeads.map(text => text.length))));
  return [
    style('dim', `${label}predicted as`),
    style('dim', `${'true'.padEnd(label.length)}${heads.map(name => name.padStart(width)).join('')}`),
    ...counts.map((row, truth) => {
      const cells = row.map((cell, predicted) => {
        const text = cell.padStart(width);
        return truth === predicted ? style('bold', style('green', text)) : cell === '·' ? style('dim', text) : text;
      });
      return `${style('dim', rowHeads[truth]!.padEnd(label.length))}${cells.join('')}`;
    }),
  ];
}

export type ClassFigures = Pick<Scores, 'perClass' | 'macro' | 'micro' | 'weighted' | 'count'>;

/** The metrics and the support of each class, their means, and over what these run if not over all classes. */
export function classTable({ perClass, macro, micro, weighted, count }: ClassFigures, classes: readonly string[]): string[] {
  const remark = meansInWords({ perClass }, classes);
  const figures = (scores: MeanScores): string[] => classMetrics.map(({ value, decimals }) => value(scores)?.toFixed(decimals) ?? '–');
  const lines = table([
    ['class', ...classMetrics.map(({ head }) => head), 'support'],
    ...perClass.map((scores, i) => [`    ${oneLine(classes[i] ?? String(i), LONGEST_NAME)}`, ...figures(scores), String(scores.support)]),
    ['macro', ...figures(macro), String(count)],
    ['micro', ...figures(micro), String(count)],
    ['weighted', ...figures(weighted), String(count)],
  ]);
  return remark === '' ? lines : [...lines, ...wrapped(remark, REMARK_WIDTH).split('\n')];
}
