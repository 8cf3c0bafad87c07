import assert from 'node:assert/strict';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import type { Tracking } from '../../../src/contract/tracking';
import { runConfig } from '../../../src/contract/formats/config';
import { parseValue } from '../../../src/contract/formats/parse';
import { runSummary } from '../../../src/contract/formats/summary';
import { listArtifacts, readNotes } from '../../../src/runFolder/artifacts';
import { readCheckpoint } from '../../../src/runFolder/checkpoint';
import { compareRuns } from '../../../src/runFolder/compareRuns';
import { deleteRun, folderBytes } from '../../../src/runFolder/deleteRun';
import { EventsFollower } from '../../../src/runFolder/eventsFollower';
import { changeLabels } from '../../../src/runFolder/labels';
import { listRuns } from '../../../src/runFolder/listRuns';
import { isAlive, readOwner } from '../../../src/runFolder/owner';
import { readConfig, readEvents, readLabels, readOverview, readRun } from '../../../src/runFolder/readRun';
import { recordFailure } from '../../../src/runFolder/recordFailure';
import { RunWriter } from '../../../src/runFolder/runWriter';
import { Queue } from '../../../src/runs/queue';
import { readTracking, writeTracking } from '../../../src/tracking/wandb/trackingFile';
import { mutatedBytes } from './byteMutations';
import { assertReadable, valueOf } from './complaint';
import { mutatedJsonText } from './jsonMutations';
import { readOldFiles } from './oldFiles';
import { property, within } from './property';
import { SECRET, strangeRun, StrangeRuns } from './strangeRuns';

/** The files have a megabyte or two at most. */
const MOST_MEMORY = 100_000_000;
const old = readOldFiles();
const [tracking] = old.json('wandb/tracking.json') as [Tracking];

describe("a stranger's run folder", () => {
  let strange: StrangeRuns;
  before(async function () {
    if (process.platform === 'win32') this.skip();
    strange = await StrangeRuns.make();
  });
  after(() => strange?.remove());

  /** Readers that tell in an error what is wrong. */
  const readers: Readonly<Record<string, (folder: string) => unknown>> = {
    readConfig,
    readOverview,
    readRun,
    readEvents,
    readLabels,
    readMore: folder => new EventsFollower(folder).readMore(),
    readCheckpoint: folder => readCheckpoint(folder, { epochs: 3, weights: 1106, first: 1106, second: 1106 }),
    async compareRuns(folder) {
      const config = await readConfig(strange.good);
      const comparison = await compareRuns(folder, strange.good, [config, config]);
      assertReadable(comparison.lines.join('\n'));
      return comparison;
    },
  };
  /** Readers that have a value for whatever there is. */
  const alwaysReading: Readonly<Record<string, (folder: string) => unknown>> = {
    readNotes,
    listArtifacts,
    readTracking,
    folderBytes,
    readOwner,
    isAlive: async folder => isAlive(await readOwner(folder)),
  };

  function assertOwn(found: unknown): void {
    assert.ok(!(JSON.stringify(found) ?? '').includes(SECRET), 'something of another folder was read');
  }

  async function assertListed(goodRun: string): Promise<void> {
    const { runs, broken } = await within(MOST_MEMORY, () => listRuns(strange.runs));
    assertOwn([runs, broken]);
    for (const run of runs) {
      assert.equal(run.id, path.basename(run.folder));
      assert.equal(run.config.id, run.id);
      parseValue(runConfig, run.config, 'config');
      if (run.summary) parseValue(runSummary, run.summary, 'summary');
    }
    const [mine, good] = [path.basename(strange.folder), path.basename(strange.good)];
    assert.equal(JSON.stringify(runs.find(({ id }) => id === good)), goodRun);
    const others = [...runs, ...broken].filter(({ id }) => id !== good).map(({ id }) => id);
    assert.ok(others.length === 0 || (others.length === 1 && others[0] === mine), others.join());
    for (const { reason } of broken) assert.ok(reason.includes(strange.folder), reason);
  }

  property(
    'is read as what it is, or said to be broken, and nothing else is touched',
    strangeRun,
    async run => {
      strange.put(run);
      const before = strange.others();
      await assertListed(JSON.stringify(await readOverview(strange.good)));
      for (const read of Object.values(readers))
        assertOwn(await valueOf(() => within(MOST_MEMORY, () => read(strange.folder)), ['RunFolderError'], strange.folder));
      for (const read of Object.values(alwaysReading)) assertOwn(await within(MOST_MEMORY, () => read(strange.folder)));
      assert.deepEqual(strange.others(), before);
    },
    { cases: 80 },
  );

  const writers: Readonly<Record<string, (folder: string) => Promise<unknown>>> = {
    changeLabels: folder => changeLabels(folder, { name: 'mine' }),
    recordFailure: folder => recordFailure(folder, { reason: 'It crashed.', stderrTail: 'x', attempt: 1 }),
    async resume(folder) {
      const writer = await RunWriter.resume(folder);
      writer.append({ type: 'runResumed', time: new Date().toISOString(), epoch: 0 });
      await writer.abandon();
    },
    writeTracking: folder => writeTracking(folder, tracking),
    deleteRun,
  };

  property(
    'is written to where it lies and nowhere else',
    fc.tuple(strangeRun, fc.constantFrom(...Object.keys(writers))),
    async ([run, writer]) => {
      strange.put(run);
      const before = strange.others();
      await valueOf(
        () => within(MOST_MEMORY, () => writers[writer]!(strange.folder)),
        ['RunFolderError', 'FileError', 'Error'],
        strange.folder,
      );
      assert.deepEqual(strange.others(), before);
    },
    { cases: 100 },
  );

  const files = ['failed', 'resumed', 'interrupted'] as const;
  property(
    'whose events come in pieces tells the same as a whole one',
    fc.tuple(mutatedBytes(files.map(role => old.run(role).get('events.jsonl')!)), fc.array(fc.nat(), { maxLength: 3 })),
    async ([bytes, cuts]) => {
      strange.put({ role: 'interrupted', changes: [] });
      const file = path.join(strange.folder, 'events.jsonl');
      rmSync(file);
      const follower = new EventsFollower(strange.folder);
      const events: unknown[] = [];
      const ends = [...cuts.map(cut => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
      let isBroken = false;
      for (const [i, end] of ends.entries()) {
        appendFileSync(file, bytes.subarray(ends[i - 1] ?? 0, end));
        const more = await valueOf(() => follower.readMore(), ['RunFolderError'], file);
        isBroken ||= !more;
        if (!isBroken) events.push(...more!);
      }
      const whole = await valueOf(() => readEvents(strange.folder), ['RunFolderError'], file);
      assert.equal(isBroken, !whole);
      if (whole) assert.deepEqual(events, whole);
    },
    { cases: 100 },
  );

  property(
    'lies beside a queue that is read as what it is, or stays as it was',
    fc.oneof(mutatedJsonText([JSON.parse(String(old.file('.digits/queue.json')))]), mutatedBytes([old.file('.digits/queue.json')])),
    async text => {
      const file = path.join(strange.base, 'queue.json');
      writeFileSync(file, old.file('.digits/queue.json'));
      const queue = new Queue(file);
      try {
        await queue.refresh();
        const before = JSON.stringify(queue.runs);
        writeFileSync(file, text);
        const isRead =
          (await valueOf(() => within(MOST_MEMORY, async () => (await queue.refresh(), true)), ['Error', 'FileError'], file)) ?? false;
        if (!isRead) assert.equal(JSON.stringify(queue.runs), before);
        else await new Queue(file).refresh();
      } finally {
        queue.dispose();
        rmSync(file);
      }
    },
    { cases: 150 },
  );
});
