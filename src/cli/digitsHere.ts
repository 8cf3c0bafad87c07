import path from 'node:path';
import type { Cli } from './context';

/** Names the program that has started this command line, where it stays when the product is updated. */
const SHIM = 'DIGITS_SHIM';

/** The words that start this command line: the program of the editor's terminals, or Node, and its bundle, which lies beside the trainer's. */
export function digitsHere({ trainerFile, environment }: Pick<Cli, 'trainerFile' | 'environment'>): string[] {
  const shim = environment[SHIM];
  if (shim !== undefined && path.isAbsolute(shim)) return [shim];
  return [process.execPath, path.join(path.dirname(trainerFile), 'cli.js')];
}
