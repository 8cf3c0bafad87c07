import { readJsonLines, type IsPassedOver } from '../src/util/jsonLines';

/** All values of a file of JSON lines, with where its whole lines end. @throws as `readJsonLines` */
export function parseJsonLines(
  bytes: Uint8Array,
  file: string,
  isPassedOver?: IsPassedOver,
): { readonly values: unknown[]; readonly wholeBytes: number } {
  const values: unknown[] = [];
  const wholeBytes = readJsonLines(bytes, file, value => values.push(value), isPassedOver);
  return { values, wholeBytes };
}
