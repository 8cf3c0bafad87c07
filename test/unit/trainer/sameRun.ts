import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { replay } from '../../../src/contract/runState';
import { readEvents } from '../../../src/runFolder/readRun';
import { withoutChance } from './forkTrainer';

/** What a run leaves to be looked at, but for its models' file with the run's id. */
export const results = ['predictions.npy', 'probabilities.npy', 'ground_truth.npy', 'model/weights.bin', 'model/model.json'];

/** Equal arrays, models, and events but for what may differ. */
export async function assertSameAs(expected: string, folder: string): Promise<void> {
  for (const file of results) {
    assert.ok(readFileSync(path.join(folder, file)).equals(readFileSync(path.join(expected, file))), file);
  }
  const [a, b] = [replay(await readEvents(expected)), replay(await readEvents(folder))];
  for (const list of ['batches', 'epochs'] as const) assert.deepEqual(b[list].map(withoutChance), a[list].map(withoutChance));
  assert.deepEqual(withoutChance(b.evaluated!), withoutChance(a.evaluated!));
  assert.deepEqual(withoutChance(b.ended!), withoutChance(a.ended!));
}
