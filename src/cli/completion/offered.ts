import type { Option } from 'commander';

/** What a shell offers as the value of an option. */
export type Offered =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Several of the words, with commas between them. */
  | { readonly kind: 'list'; readonly words: readonly string[] }
  /** A folder, or one of the words. */
  | { readonly kind: 'folder'; readonly words?: readonly string[] }
  /** What a condition begins with. */
  | { readonly kind: 'beginning'; readonly words: readonly string[] }
  | { readonly kind: 'run' };

const offered = new WeakMap<Option, Offered>();

/** The option itself, with what a shell offers as its value. */
export function offering(option: Option, values: Offered): Option {
  offered.set(option, values);
  return option;
}

/** Undefined of an option whose values are any text or number. */
export function offeredFor(option: Option): Offered | undefined {
  return offered.get(option);
}
