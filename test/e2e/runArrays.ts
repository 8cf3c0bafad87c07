import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runsFolder } from './runFiles';

/** What a run's model said, read from the files by NumPy's specification (NEP 1), without the extension's own code. */
export interface RunArrays {
  readonly truth: readonly number[];
  /** A row an image. */
  readonly probabilities: readonly (readonly number[])[];
}

/** The arrays of a run. */
export async function readArrays(workspace: string, id: string): Promise<RunArrays> {
  const of = (name: string): Promise<Buffer> => readFile(path.join(runsFolder(workspace), id, name));
  const [labels, scores] = await Promise.all([of('ground_truth.npy'), of('probabilities.npy')]);
  const truth = numbersIn(labels, /'<i8'.*'shape': \((\d+),\)/s, 8, at => Number(labels.readBigInt64LE(at)));
  const flat = numbersIn(scores, /'<f4'.*'shape': \((\d+), 10\)/s, 4, at => scores.readFloatLE(at));
  return { truth, probabilities: truth.map((_, i) => flat.slice(10 * i, 10 * (i + 1))) };
}

function numbersIn(bytes: Buffer, head: RegExp, size: number, read: (at: number) => number): number[] {
  const begin = 10 + bytes.readUInt16LE(8);
  if (!head.test(bytes.toString('latin1', 0, begin))) throw new Error(`Not as expected: ${bytes.toString('latin1', 0, begin)}`);
  return Array.from({ length: (bytes.length - begin) / size }, (_, i) => read(begin + size * i));
}
