import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import { fewDigits } from '../data/fewDigits';
import { find, runTrainer, startIn, temporaryRuns } from './forkTrainer';

describe('the memory of a trainer', () => {
  const runs = temporaryRuns();

  it('stays what it is over 200 epochs', async () => {
    const parameters: Parameters = {
      ...defaultParameters,
      // Most of them validate: what an epoch predicts must not pile up either.
      dataset: fewDigits(runs, { train: 2100 }),
      epochs: 200,
      train_samples: 400,
      validation_samples: 1700,
      batch_size: 64,
      num_filters: 4,
    };
    /** After each epoch, in bytes. */
    const resident: number[] = [];
    let reported = NaN;
    const run = await runTrainer(startIn(path.join(runs, 'long'), parameters), (event, child) => {
      if (event.type === 'resourcesSampled') reported = event.residentBytes;
      else if (event.type === 'epochEnded') resident.push(residentBytes(child.pid!) ?? reported);
    });
    assert.equal(find(run.messages, 'runEnded').epochs, 200);
    // By epoch 20 the code is compiled and the first checkpoints are written. Medians, since what is collected now and then swings by a few megabytes.
    const [early, late] = [median(resident.slice(20, 60)), median(resident.slice(160))];
    const all = resident.map(bytes => Math.round(bytes / 2 ** 20)).join(' ');
    assert.ok(late < 1.05 * early, `${early} bytes in epochs 21 to 60, ${late} in the last 40. In MB, epoch by epoch: ${all}`);
  });
});

/** As the system counts it at this moment; undefined where there is no /proc. */
function residentBytes(pid: number): number | undefined {
  try {
    return 4096 * Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  } catch {
    return undefined;
  }
}

function median(values: readonly number[]): number {
  return values.filter(value => !Number.isNaN(value)).toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
