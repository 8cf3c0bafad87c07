/** In which order classes come, and what they are called. */
export interface ClassOrder {
  /** The names of their folders: that of class 0 first. */
  readonly names: readonly string[];
  /** The label of the first class, where the names are labels: whole numbers without a gap. Undefined: the classes are called by the names. */
  readonly firstLabel: number | undefined;
}

/** The order of classes: by number where all names are numbers, else by name, character by character. */
export function classOrder(names: readonly string[]): ClassOrder {
  const areNumbers = names.every(name => /^\d{1,15}$/.test(name));
  const sorted = areNumbers ? names.toSorted((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1)) : names.toSorted();
  const first = Number(sorted[0]);
  const areLabels = areNumbers && first + sorted.length <= 256 && sorted.every((name, i) => name === String(first + i));
  return { names: sorted, firstLabel: areLabels ? first : undefined };
}
