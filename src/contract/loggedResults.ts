/** What the metrics of scripts are called: which key of a row or a summary is a result that Digits Lab knows. */

/** What was measured, and on which images; the training images where the name says nothing. */
export const loggedResults = ['loss', 'accuracy', 'valLoss', 'valAccuracy', 'testLoss', 'testAccuracy'] as const;
export type LoggedResult = (typeof loggedResults)[number];

export interface LoggedMetric {
  readonly result: LoggedResult;
  /** Its name says that it is of an epoch: `train_loss_epoch`, `epoch/loss`. */
  readonly saysEpoch: boolean;
}

/** Whether a result is a share of images, and no loss. */
export function isAccuracy(result: LoggedResult): boolean {
  return result === 'accuracy' || result === 'valAccuracy' || result === 'testAccuracy';
}

const splits = {
  training: ['train', 'training'],
  validation: ['val', 'valid', 'validation', 'dev', 'eval'],
  test: ['test', 'testing'],
} as const;

const measures = { loss: ['loss'], accuracy: ['acc', 'accuracy'] } as const;

/** Words that say how an accuracy or a mean is computed, and nothing of what is measured. */
const meaningless: ReadonlySet<string> = new Set(['sparse', 'categorical', 'binary', 'mean', 'avg', 'average', 'last']);

const results: Readonly<Record<string, LoggedResult>> = {
  'training loss': 'loss',
  'training accuracy': 'accuracy',
  'validation loss': 'valLoss',
  'validation accuracy': 'valAccuracy',
  'test loss': 'testLoss',
  'test accuracy': 'testAccuracy',
};

/** Longer names are those of nothing known. */
const LONGEST = 60;

/**
 * Which result a key is: its words, in any order and case, are those of one measure, of one part of the data or none, and perhaps `epoch`.
 * Undefined of every other key, such as `train_loss_step`.
 */
export function loggedMetric(key: string): LoggedMetric | undefined {
  const words = wordsOf(key);
  const [measure, ...otherMeasures] = groupsOf(measures, words);
  const [split = 'training', ...otherSplits] = groupsOf(splits, words);
  if (measure === undefined || otherMeasures.length > 0 || otherSplits.length > 0) return undefined;
  const isKnown = (word: string): boolean =>
    word === 'epoch' || meaningless.has(word) || isOf(measures[measure], word) || isOf(splits[split], word);
  const result = results[`${split} ${measure}`];
  return result && words.every(isKnown) ? { result, saysEpoch: words.includes('epoch') } : undefined;
}

const countsEpochs: ReadonlySet<string> = new Set(['epoch', 'num', 'number', 'idx', 'index', 'current', 'train', 'trainer', 'training']);

/** Whether the values of a key say of which epoch a row is: `epoch`, `trainer/epoch`, `epoch/epoch`. */
export function isEpochKey(key: string): boolean {
  const words = wordsOf(key);
  return words.includes('epoch') && words.every(word => countsEpochs.has(word));
}

/** Names of a result as they are told to a person: the most usual ones, of the many that are understood. */
export const usualNames: Readonly<Record<LoggedResult, readonly string[]>> = {
  loss: ['loss', 'train_loss', 'train/loss', 'train_loss_epoch'],
  accuracy: ['accuracy', 'acc', 'train_acc', 'train/accuracy'],
  valLoss: ['val_loss', 'val/loss', 'valid_loss', 'validation_loss', 'eval_loss'],
  valAccuracy: ['val_accuracy', 'val_acc', 'val/acc', 'valid_acc', 'validation_accuracy', 'eval_accuracy'],
  testLoss: ['test_loss'],
  testAccuracy: ['test_accuracy', 'test_acc'],
};

function groupsOf<Name extends string>(groups: Readonly<Record<Name, readonly string[]>>, words: readonly string[]): Name[] {
  return (Object.keys(groups) as Name[]).filter(name => words.some(word => isOf(groups[name], word)));
}

function isOf(group: readonly string[], word: string): boolean {
  return group.includes(word);
}

/** `trainLoss`, `Train/Loss` and `train-loss` have the same words. */
function wordsOf(key: string): readonly string[] {
  if (key.length > LONGEST) return [];
  return key
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}
