import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { readOverview } from '../../../src/runFolder/readRun';
import { FOLLOW_MS, OtherRuns } from '../../../src/runs/otherRuns';
import { writeRun } from '../runFolder/writtenRun';
import { FakeClock } from '../util/fakeClock';

describe('the runs of other processes', () => {
  let runs: string;
  beforeEach(() => (runs = mkdtempSync(path.join(os.tmpdir(), 'digits-others-'))));
  afterEach(() => rmSync(runs, { recursive: true }));

  it('are read along with, however many batches they have recorded', async () => {
    const id = '20260102-030405-abcd';
    const folder = writeRun(runs, {
      id,
      summary: false,
      events: ([started, batch]) => [started!, ...Array.from({ length: 200_000 }, (): TrainerEvent => batch!)],
    });
    const clock = new FakeClock();
    const told: (readonly [string, number])[] = [];
    const read = new Promise<void>((resolve, reject) => {
      const others = new OtherRuns(clock, {
        onEvents: (of, events) => told.push([of, events.length]),
        afterReading: () => Promise.resolve(),
        inBackground: work =>
          void work
            .then(() => {
              assert.equal(others.find(id)?.batches.length, 200_000);
              others.dispose();
            })
            .then(resolve, reject),
      });
      void readOverview(folder).then(overview => {
        others.follow([overview]);
        clock.advance(FOLLOW_MS);
      }, reject);
    });
    await read;
    assert.deepEqual(told, [[id, 200_001]]);
  }).timeout(60_000);
});
