import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import type { EpochEnded, TrainerEvent } from '../../../src/contract/trainer';
import { compareRuns } from '../../../src/runFolder/compareRuns';
import { runPaths } from '../../../src/runFolder/paths';
import { readConfig } from '../../../src/runFolder/readRun';
import { toJsonLine } from '../../../src/util/jsonLines';
import { parseJsonLines } from '../../jsonLines';
import { oldRuns, type OldRuns } from '../../oldRuns';

describe('two runs that are compared', () => {
  let old: OldRuns;
  before(() => (old = oldRuns()));
  after(() => old.remove());

  /** How a run compares with itself, but for one field of its epochs. */
  async function verdictWith(field: keyof EpochEnded): Promise<string> {
    const original = old.at('completed');
    const changed = `${original}-${field}`;
    cpSync(original, changed, { recursive: true });
    const { events } = runPaths(changed);
    const lines = parseJsonLines(readFileSync(events), events).values as TrainerEvent[];
    const others = lines.map(event => (event.type === 'epochEnded' ? { ...event, [field]: Number(event[field]) / 2 } : event));
    writeFileSync(events, others.map(toJsonLine).join(''));
    const config = await readConfig(original);
    return (await compareRuns(original, changed, [config, config])).verdict;
  }

  for (const field of ['loss', 'accuracy', 'valLoss', 'valAccuracy'] as const)
    it(`are not identical if the ${field} of an epoch differs`, async () => assert.equal(await verdictWith(field), 'within tolerance'));

  for (const field of ['imagesPerSecond', 'durationMs', 'etaMs'] as const)
    it(`are identical whatever the ${field} of an epoch is, which tells of the machine`, async () =>
      assert.equal(await verdictWith(field), 'identical'));
});
