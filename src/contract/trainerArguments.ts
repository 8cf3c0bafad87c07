import type { EngineChoice } from './engines';
import { isThreadCount } from './threads';

/**
 * The arguments of a trainer process that is to train: it then begins the engine's threads before it has read its command, which it obeys in any
 * case. Without them it begins threads when it needs them.
 * @param engine the one that is wanted, if one is; TensorFlow has threads of its own
 * @param threads as in the command
 */
export function trainingArguments(engine: EngineChoice | undefined, threads: number | undefined): readonly string[] {
  if (engine === 'tensorflow') return [];
  return ['train', ...(threads === undefined ? [] : [String(threads)])];
}

/** How many threads to begin, by the arguments of the process. */
export function threadsToPrepare([what, count]: readonly string[], byDefault: () => number): number {
  if (what !== 'train') return 0;
  if (count === undefined) return byDefault();
  return isThreadCount(Number(count)) ? Number(count) : 0;
}
