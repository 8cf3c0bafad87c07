import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeNpy } from '../../../src/artifacts/npy';
import { writeRun, type WrittenRun } from './writtenRun';

/** Writes a run's folder with the arrays of its test, without probabilities; returns the folder. */
export function writeTestedRun(runs: string, run: WrittenRun, truth: readonly number[], predicted: readonly number[]): string {
  const folder = writeRun(runs, run);
  const write = (name: string, labels: readonly number[]): void =>
    writeFileSync(path.join(folder, name), encodeNpy({ shape: [labels.length], data: Int32Array.from(labels) }));
  write('ground_truth.npy', truth);
  write('predictions.npy', predicted);
  return folder;
}
