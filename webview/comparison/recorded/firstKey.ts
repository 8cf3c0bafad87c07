/** What is drawn before a person chooses: an accuracy or a loss on images that were held back, else the first key. */
const WANTED: readonly string[] = [
  'val_accuracy',
  'val/accuracy',
  'val_acc',
  'val/acc',
  'test_accuracy',
  'accuracy',
  'acc',
  'val_loss',
  'val/loss',
  'loss',
];

export function firstKey(keys: readonly string[]): string | undefined {
  return WANTED.find(key => keys.includes(key)) ?? keys[0];
}
