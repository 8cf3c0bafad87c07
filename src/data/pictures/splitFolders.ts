/** What the folders of a data set of images are called in which training and test images are kept apart, in any case of letters. */
const called = {
  train: /^train(?:ing)?$/i,
  test: /^test(?:ing)?$/i,
  validation: /^val(?:id(?:ation)?)?$/i,
} as const;

/** The folders of each kind among names. */
export function splitFolders(names: readonly string[]): Readonly<Record<keyof typeof called, readonly string[]>> {
  const find = (kind: RegExp): string[] => names.filter(name => kind.test(name)).toSorted();
  return { train: find(called.train), test: find(called.test), validation: find(called.validation) };
}

/** What systems and archives leave beside the files of a person. */
export function isPassedOver(name: string): boolean {
  return name.startsWith('.') || ['__MACOSX', 'Thumbs.db', 'desktop.ini'].includes(name);
}
