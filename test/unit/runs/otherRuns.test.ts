import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { readOverview } from '../../../src/runFolder/readRun';
import { FOLLOW_MS, MOST_LOOKS, OtherRuns } from '../../../src/runs/otherRuns';
import { writeRun } from '../runFolder/writtenRun';
import { FakeClock } from '../util/fakeClock';

describe('OtherRuns', () => {
  const id = '20260102-030405-abcd';
  let runs: string;
  beforeEach(() => (runs = mkdtempSync(path.join(os.tmpdir(), 'digits-others-'))));
  afterEach(() => rmSync(runs, { recursive: true }));

  it('are read along with, however many batches they have recorded', async () => {
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
  /** Follows a run; the one reading of its file that the test lets happen, and how many events were told. */
  async function follow(meanwhile: (others: OtherRuns) => void): Promise<number> {
    const overview = await readOverview(writeRun(runs, { id, events: all => all.slice(0, -1) }));
    const clock = new FakeClock();
    let told = 0;
    let reading: Promise<unknown> = Promise.resolve();
    const others = new OtherRuns(clock, {
      onEvents: (_, events) => (told += events.length),
      afterReading: () => Promise.resolve(),
      inBackground: work => void (reading = work),
    });
    others.follow([overview]);
    clock.advance(FOLLOW_MS);
    meanwhile(others);
    await reading;
    others.dispose();
    return told;
  }

  it('tells what another process adds to a run', async () => {
    assert.ok((await follow(() => undefined)) > 0);
  });

  it('tells nothing more of a run that became this process’s own while its file was read', async () => {
    assert.equal(await follow(others => others.forget(id)), 0);
  });

  it('asks after those that told nothing new, that cannot be read or that told their end, and reads the others all the same', async () => {
    const [broken, going, ended] = ['20260102-030405-abca', '20260102-030405-abcb', '20260102-030405-abcd'];
    const folders = [broken, going, ended].map(of => writeRun(runs, { id: of, events: all => (of === ended ? all : all.slice(0, -1)) }));
    const overviews = await Promise.all(folders.map(folder => readOverview(folder)));
    appendFileSync(path.join(folders[0]!, 'events.jsonl'), '%$#\n{}\n{}\n');
    const clock = new FakeClock();
    const told: string[] = [];
    const asked: (readonly string[])[] = [];
    let reading: Promise<unknown> = Promise.resolve();
    const others = new OtherRuns(clock, {
      onEvents: of => told.push(of),
      afterReading: ids => {
        asked.push(ids);
        others.follow(overviews);
        return Promise.resolve();
      },
      inBackground: work => void (reading = work),
    });
    others.follow(overviews);
    for (let i = 0; i < 2; i++) {
      clock.advance(FOLLOW_MS);
      await assert.rejects(reading, /events\.jsonl, line \d+/);
    }
    others.dispose();
    assert.deepEqual(told.toSorted(), [going, ended]);
    assert.deepEqual(asked, [
      [broken, ended],
      [broken, going, ended],
    ]);
  });

  it('are looked at so many at a time, however many they are: first what a person sees, then each in its turn', async () => {
    const overview = await readOverview(writeRun(runs, { id, events: all => all.slice(0, -1) }));
    const all = Array.from({ length: 2 * MOST_LOOKS }, (_, i) => ({ ...overview, id: `run ${i}` }));
    const seen = all.at(-1)!.id;
    const clock = new FakeClock();
    let told: string[] = [];
    let reading: Promise<unknown> = Promise.resolve();
    const others = new OtherRuns(clock, {
      onEvents: of => told.push(of),
      afterReading: ids => {
        for (const of of ids) told.push(of);
        others.follow(all);
        return Promise.resolve();
      },
      inBackground: work => void (reading = work),
      isLookedAt: of => of === seen,
    });
    others.follow(all);
    const turns = new Map<string, number>();
    for (let round = 1; round <= 3; round++) {
      told = [];
      clock.advance(FOLLOW_MS);
      await reading;
      assert.equal(told.length, MOST_LOOKS);
      assert.equal(told.includes(seen), true);
      for (const of of told) turns.set(of, (turns.get(of) ?? 0) + 1);
    }
    others.dispose();
    assert.equal(turns.get(seen), 3);
    turns.delete(seen);
    // One of the hundred of each round is the one that is seen: in three rounds all others have had one turn, and some of them two.
    assert.equal(turns.size, all.length - 1);
    assert.equal(Math.max(...turns.values()), 2);
  });

  it('keep nothing of those that are not followed any more', async () => {
    const overview = await readOverview(writeRun(runs, { id, events: all => all.slice(0, -1) }));
    const others = new OtherRuns(new FakeClock(), {
      onEvents: () => undefined,
      afterReading: () => Promise.resolve(),
      inBackground: () => undefined,
    });
    others.follow([overview]);
    assert.ok(others.find(id));
    others.follow([]);
    assert.equal(others.find(id), undefined);
    others.dispose();
  });
});
