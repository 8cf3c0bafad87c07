import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { decodeNpy, encodeNpy } from '../../../src/artifacts/npy';
import type { TrainedConfig } from '../../../src/contract/run';
import { readOverview } from '../../../src/runFolder/readRun';
import { NUMERICS_VERSION } from '../../../src/trainer/environment';
import { oldRuns, type OldRuns } from '../../oldRuns';
import { failure, runTrainer } from '../trainer/forkTrainer';

type Entries = Record<string, Uint8Array>;

describe("a stranger's checkpoint", () => {
  let old: OldRuns;
  beforeEach(() => (old = oldRuns()));
  afterEach(() => old.remove());

  /** What a resume of an interrupted run says whose checkpoint was changed so. */
  async function refusal(change: (entries: Entries) => Entries | Uint8Array): Promise<string> {
    const folder = old.at('interrupted');
    const config = path.join(folder, 'config.json');
    // Of an older version's numerics it would be refused for that.
    const now = JSON.parse(readFileSync(config, 'utf8')) as TrainedConfig;
    writeFileSync(config, JSON.stringify({ ...now, trainer: { ...now.trainer, numericsVersion: NUMERICS_VERSION } }));
    const file = path.join(folder, 'checkpoint', 'checkpoint.npz');
    const changed = change(unzipSync(readFileSync(file)));
    writeFileSync(file, changed instanceof Uint8Array ? changed : zipSync(changed, { level: 0 }));
    const run = await runTrainer({ type: 'resume', folder });
    assert.equal((await readOverview(folder)).status, 'failed');
    const message = failure(run);
    old.remove();
    old = oldRuns();
    return message;
  }

  const shortened = (bytes: Uint8Array): Uint8Array => {
    const data = decodeNpy(bytes, 'x').data.slice(0, 100) as Float32Array;
    return encodeNpy({ shape: [data.length], data });
  };

  it('with fewer weights than its network has is refused, and not trained to a wrong end', async () => {
    const message = await refusal(entries => ({ ...entries, 'weights.npy': shortened(entries['weights.npy']!) }));
    assert.match(message, /checkpoint\.npz: the checkpoint is damaged \(weights\.npy has 100 numbers .* expected \d+ of Float32Array\)/);
  });

  it('without an array, of another kind of numbers, or of a later epoch than the run has, is refused', async () => {
    assert.match(
      await refusal(entries => Object.fromEntries(Object.entries(entries).filter(([name]) => name !== 'first.npy'))),
      /first\.npy is missing/,
    );
    const whole = (length: number): Uint8Array => encodeNpy({ shape: [length], data: new Int32Array(length) });
    assert.match(
      await refusal(entries => ({ ...entries, 'second.npy': whole(decodeNpy(entries['second.npy']!, 'x').data.length) })),
      /second\.npy has \d+ numbers of the kind Int32Array/,
    );
    const state = strToU8(JSON.stringify({ epoch: 10_000, elapsedMs: 1, best: null }));
    assert.match(await refusal(entries => ({ ...entries, 'state.json': state })), /it is of epoch 10000 .* the run has \d+ epochs/);
    assert.match(await refusal(() => Buffer.from('PK but no archive')), /the checkpoint is damaged/);
  });
});
