import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { WandbTarget } from '../../../src/contract/tracking';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { changeLabels } from '../../../src/runFolder/labels';
import { runPaths } from '../../../src/runFolder/paths';
import { readEvents } from '../../../src/runFolder/readRun';
import { toJsonLine } from '../../../src/util/jsonLines';
import { fewDigits } from '../data/fewDigits';
import { quick, runTrainer, startIn, temporaryRuns } from '../trainer/forkTrainer';

export const RUN_ID = '20261124-153012-abcd';

/** Real runs, each the same one in a folder of its own. */
export interface RecordedRun {
  /** A folder that is gone after the tests of the suite. */
  readonly home: string;
  /** A fresh copy of the run's folder. */
  copy(): string;
}

/** A real run; it is trained once for all suites of a process, before the tests of the first. */
export function recordedRun(): RecordedRun {
  const home = temporaryRuns();
  let original: string;
  let copies = 0;
  before(async () => {
    original = await trainedOnce();
  });
  return {
    home,
    copy() {
      const folder = path.join(home, String(++copies), RUN_ID);
      cpSync(original, folder, { recursive: true });
      return folder;
    },
  };
}

/** The bundle of each test file has its own copy of this module. */
const shared = globalThis as { recordedRunOfTests?: Promise<string> };

function trainedOnce(): Promise<string> {
  return (shared.recordedRunOfTests ??= train());
}

async function train(): Promise<string> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'digits-recorded-'));
  process.once('exit', () => rmSync(home, { recursive: true, force: true }));
  const folder = path.join(home, RUN_ID);
  const { exitCode } = await runTrainer(startIn(folder, { ...quick, epochs: 2, dataset: fewDigits(home) }));
  assert.equal(exitCode, 0);
  // One of a second or so ends before its resources are first sampled; on a busy machine it does not.
  const own = (await readEvents(folder)).filter(({ type }) => type !== 'resourcesSampled');
  const events = own.flatMap((event): TrainerEvent[] =>
    event.type === 'epochEnded'
      ? [event, { type: 'resourcesSampled', time: event.time, attempt: event.attempt!, cpuPercent: 150, residentBytes: 3e8 }]
      : [event],
  );
  writeFileSync(runPaths(folder).events, events.map(toJsonLine).join(''));
  writeFileSync(runPaths(folder).notes, 'Few images are enough.\n');
  await changeLabels(folder, { name: 'A small one', tags: ['small', 'quick'] });
  return folder;
}

export function targetAt(baseUrl: string): WandbTarget {
  return { baseUrl, entity: '', project: 'digits', group: 'tests', jobType: 'train' };
}
