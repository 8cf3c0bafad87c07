import type { Argument, Option } from 'commander';

/** What a shell offers as the value of an option, or as an argument. */
export type Offered =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Several of the words, with commas between them. */
  | { readonly kind: 'list'; readonly words: readonly string[] }
  /** A folder, or one of the words. */
  | { readonly kind: 'folder'; readonly words?: readonly string[] }
  /** What a condition begins with. */
  | { readonly kind: 'beginning'; readonly words: readonly string[] }
  /** A file or folder, or one of the words. */
  | { readonly kind: 'file'; readonly words?: readonly string[] }
  | { readonly kind: 'run' };

const offered = new WeakMap<Option | Argument, Offered>();

/** The option or argument itself, with what a shell offers as its value. */
export function offering<T extends Option | Argument>(option: T, values: Offered): T {
  offered.set(option, values);
  return option;
}

/** Undefined where any text or number is a value. */
export function offeredFor(option: Option | Argument): Offered | undefined {
  return offered.get(option);
}
