import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeNpy, encodeNpy } from '../../src/artifacts/npy';
import type { Predictions } from '../../src/evaluation/labels';
import { ourFigures } from '../../test/unit/evaluation/ourFigures';

/** Arrays, and what this product says about them: `ground_truth.npy`, `probabilities.npy` and `figures.json` in a folder. */
function writeCase(folder: string, { truth, probabilities, classes }: Predictions): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, array: Parameters<typeof encodeNpy>[0]): void => writeFileSync(path.join(folder, name), encodeNpy(array));
  write('ground_truth.npy', { shape: [truth.length], data: BigInt64Array.from(Array.from(truth, BigInt)) });
  write('probabilities.npy', { shape: [truth.length, classes], data: Float32Array.from(probabilities) });
  writeFileSync(path.join(folder, 'figures.json'), JSON.stringify(ourFigures({ truth, probabilities, classes })));
}

/** The cases of test/fixtures/evaluation, each in a folder of its name. */
export function writeStoredCases(folder: string): void {
  const stored = 'test/fixtures/evaluation';
  for (const file of readdirSync(stored)) {
    const { classes, truth, probabilities } = JSON.parse(readFileSync(path.join(stored, file), 'utf8')) as {
      readonly classes: number;
      readonly truth: readonly number[];
      readonly probabilities: readonly number[];
    };
    writeCase(path.join(folder, path.basename(file, '.json')), { classes, truth, probabilities: Float32Array.from(probabilities) });
  }
}

/** The arrays of a run, with what `digits show --json` says of them: `shown.json`. */
export function writeRunCase(folder: string, run: string, shown: string): void {
  const array = (name: string): ReturnType<typeof decodeNpy> => decodeNpy(readFileSync(path.join(run, name)), name);
  const probabilities = array('probabilities.npy');
  writeCase(folder, {
    truth: Array.from(array('ground_truth.npy').data, Number),
    probabilities: Float32Array.from(probabilities.data as Float32Array),
    classes: probabilities.shape[1]!,
  });
  writeFileSync(path.join(folder, 'shown.json'), shown);
}
