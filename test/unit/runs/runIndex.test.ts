import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { thisProcess } from '../../../src/runFolder/owner';
import { BackgroundWork } from '../../../src/runs/backgroundWork';
import { FOLLOW_MS } from '../../../src/runs/otherRuns';
import { FOLDERS_MS, RunIndex } from '../../../src/runs/runIndex';
import { until } from '../../until';
import { writeRun, type WrittenRun } from '../runFolder/writtenRun';
import { temporaryRuns } from '../trainer/forkTrainer';
import { FakeClock } from '../util/fakeClock';

/** Nothing tells this index of a change: as on a network folder, where other machines train, it has to find out. */
describe('the index of runs that other machines write', () => {
  const root = temporaryRuns();
  let count = 0;
  let runs: string;
  let clock: FakeClock;
  let index: RunIndex;
  let changes: number;
  const background = new BackgroundWork();
  const idOf = (n: number): string => `20260102-${String(100000 + n)}-aaaa`;

  beforeEach(async () => {
    mkdirSync((runs = path.join(root, `runs${++count}`)));
    clock = new FakeClock();
    index = new RunIndex({ runsFolders: [runs], executor: { active: [], find: () => undefined }, background, clock });
    changes = 0;
    index.onChanged(() => changes++);
    await index.refresh();
  });
  afterEach(() => index.dispose());

  /** Makes a run whole before anybody can see it, so that a look sees it or does not. */
  function appear(run: WrittenRun, isOwned = false): string {
    const made = writeRun(path.join(root, 'elsewhere'), run);
    if (isOwned) own(made);
    const folder = path.join(runs, run.id);
    renameSync(made, folder);
    return folder;
  }

  function own(folder: string): void {
    const owner = { ...thisProcess(), host: 'n17', bootId: 'another' };
    writeFileSync(path.join(folder, '.owner'), JSON.stringify(owner));
    renameSync(path.join(folder, '.owner'), path.join(folder, 'owner.json'));
  }

  const statuses = (): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const { status } of index.runs) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  };

  /** Lets polls come until the runs are as they should be. */
  async function untilThere(expected: Record<string, number>): Promise<void> {
    const isSo = (): boolean => JSON.stringify(statuses()) === JSON.stringify(expected);
    await until({
      isSo: () => {
        clock.advance(FOLDERS_MS);
        return isSo();
      },
      seen: statuses,
    });
  }

  it('finds what is new, with one change for all of it, and what has ended', async () => {
    const folders = Array.from({ length: 50 }, (_, n) => appear({ id: idOf(n), summary: false, events: all => all.slice(0, -1) }, true));
    await untilThere({ running: 50 });
    assert.equal(changes, 1);
    for (const folder of folders) rmSync(folder, { recursive: true });
    for (let n = 0; n < 50; n++) appear({ id: idOf(n) });
    await untilThere({ completed: 50 });
  });

  it('finds out that another machine goes on with a run that was interrupted, or failed, and that it has ended then', async () => {
    const folder = appear({ id: idOf(1), summary: false, events: all => all.slice(0, -1) });
    await untilThere({ interrupted: 1 });
    // It is known how the folder was.
    utimesSync(folder, 1000, 1000);
    own(folder);
    await untilThere({ running: 1 });
    rmSync(path.join(folder, 'owner.json'));
    renameSync(path.join(writeRun(path.join(root, 'whole'), { id: idOf(1) }), 'summary.json'), path.join(folder, 'summary.json'));
    await untilThere({ completed: 1 });
  });

  it('reads nothing of a run that is at its end, however often it looks', async () => {
    const folder = appear({ id: idOf(1) });
    await untilThere({ completed: 1 });
    const [before] = index.runs;
    const files = readdirSync(folder);
    // Whoever read one of them now would see that the run is broken.
    for (const file of files) if (statSync(path.join(folder, file)).isFile()) writeFileSync(path.join(folder, file), 'no JSON');
    appear({ id: idOf(2) });
    await untilThere({ completed: 2 });
    await untilThere({ completed: 2 });
    assert.equal(index.runs[0], before);
    assert.deepEqual(index.broken, []);
  });

  it('reads several runs anew when it is told to, and tells of them at once', async () => {
    const ids = [1, 2, 3].map(idOf);
    for (const id of ids) appear({ id });
    await index.refreshRuns(ids);
    assert.deepEqual(
      index.runs.map(({ id }) => id),
      ids,
    );
    assert.equal(changes, 1);
    // What is asked for while others are read is read together.
    for (const id of ids) rmSync(path.join(runs, id), { recursive: true });
    await Promise.all(ids.map(id => index.refreshRuns([id])));
    assert.deepEqual(index.runs, []);
    assert.equal(changes, 2);
  });

  it('tells once of a round of looks at runs that are trained, and each event to who wants to hear it', async () => {
    const heard = new Set<string>();
    index.onEvents(({ id }) => heard.add(id));
    const ids = [1, 2, 3].map(idOf);
    for (const id of ids) appear({ id, summary: false, events: all => all.slice(0, -1) }, true);
    await index.refreshRuns(ids);
    changes = 0;
    clock.advance(FOLLOW_MS);
    await until({ isSo: () => changes > 0, seen: () => [...heard] });
    assert.deepEqual([[...heard].toSorted(), changes], [ids, 1]);
    assert.ok(index.runs.every(({ live }) => live?.epochs.length));
  });
});
