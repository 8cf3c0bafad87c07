import assert from 'node:assert/strict';
import path from 'node:path';
import { replay } from '../../../src/contract/runState';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { readEvents } from '../../../src/runFolder/readRun';
import { RunWriter } from '../../../src/runFolder/runWriter';
import { Reporter } from '../../../src/trainer/reporter';
import { eventsOfRun } from '../cli/events';
import { temporaryRuns } from './forkTrainer';

describe('what the trainer uses', () => {
  const runs = temporaryRuns();
  const [started] = eventsOfRun();
  const used = { cpuPercent: 1, residentBytes: 2 };

  it('is said of an attempt only after the line that begins it, however long that takes', async () => {
    const folder = path.join(runs, 'a-run');
    const begin = {
      first: () => RunWriter.create(folder, replay([started!]).config!),
      second: () => RunWriter.resume(folder),
    };
    for (const [open, event] of [
      [begin.first, started!],
      [begin.second, { type: 'runResumed', epoch: 0 }],
    ] as const) {
      const told: TrainerEvent[] = [];
      const reporter = new Reporter(one => told.push(one));
      reporter.sample(used);
      reporter.writer = await open();
      // While the engine still starts.
      reporter.sample(used);
      reporter.report(event);
      reporter.sample(used);
      await reporter.writer.abandon();
      assert.deepEqual(
        told.map(({ type }) => type),
        [event.type, 'resourcesSampled'],
      );
      // The disk may be full: the events of the run say so.
      reporter.sample(used);
      assert.equal(told.length, 2);
    }
    assert.deepEqual(
      (await readEvents(folder)).map(({ type, attempt }) => [type, attempt]),
      [
        ['runStarted', 1],
        ['resourcesSampled', 1],
        ['runResumed', 2],
        ['resourcesSampled', 2],
      ],
    );
  });
});
