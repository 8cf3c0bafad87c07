import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listRuns, NEWEST } from '../../../src/runFolder/listRuns';
import { readOverview } from '../../../src/runFolder/readRun';
import { Ledger } from '../../../src/runs/ledger';
import { temporaryRuns } from '../trainer/forkTrainer';
import { writeRun } from './writtenRun';

describe('a list of runs', () => {
  const root = temporaryRuns();
  let count = 0;
  let runs: string;
  beforeEach(() => mkdirSync((runs = path.join(root, `list${++count}`))));
  const idOf = (n: number): string => `20260102-${String(100000 + n)}-aaaa`;
  const fill = (length: number): string[] =>
    Array.from({ length }, (_, n) => path.basename(writeRun(runs, { id: idOf(n), labels: { name: `run ${n}` } })));

  it('tells of the newest before all others are read', async () => {
    const ids = fill(NEWEST + 5);
    let told: readonly string[] = [];
    const list = await listRuns(runs, newest => (told = newest.map(({ id }) => id)));
    assert.deepEqual(told.toSorted(), ids.slice(5));
    assert.deepEqual(
      list.runs.map(({ id }) => id),
      ids,
    );
  });

  it('has nothing to tell beforehand where a window shows all of them', async () => {
    fill(NEWEST);
    const list = await listRuns(runs, () => assert.fail('they are all read'));
    assert.equal(list.runs.length, NEWEST);
  });

  it('reads a run at once as it reads it in turn, whichever state it is in', async () => {
    writeRun(runs, { id: idOf(0) });
    // Killed at its very end, and before it; torn, and with what is no summary.
    writeRun(runs, { id: idOf(1), summary: false });
    writeRun(runs, { id: idOf(2), summary: false, events: all => all.slice(0, -2) });
    appendFileSync(path.join(writeRun(runs, { id: idOf(3), summary: false, events: all => all.slice(0, 2) }), 'events.jsonl'), '{"type"');
    writeFileSync(path.join(writeRun(runs, { id: idOf(4) }), 'summary.json'), '{}');
    writeFileSync(path.join(writeRun(runs, { id: idOf(5) }), 'labels.json'), 'no JSON');
    for (let n = 0; n < 6; n++) {
      const folder = path.join(runs, idOf(n));
      assert.deepEqual(await readOverview(folder, 'atOnce'), await readOverview(folder, 'inTurn'));
    }
    writeFileSync(path.join(runs, idOf(0), 'config.json'), '{}');
    for (const how of ['atOnce', 'inTurn'] as const)
      await assert.rejects(readOverview(path.join(runs, idOf(0)), how), /config\.json: schemaVersion: it is missing/);
  });

  it('is given by a ledger in two steps: the newest for who waits, then all', async () => {
    const ids = fill(NEWEST + 1);
    const ledger = new Ledger(runs);
    const steps: string[] = [];
    ledger.onChanged(({ added }) => steps.push(`all ${added.length}`));
    const newest = ledger.newest.then(found => steps.push(`newest ${found.length}`));
    await Promise.all([newest, ledger.refresh()]);
    assert.deepEqual(steps, [`newest ${NEWEST}`, `all ${ids.length}`]);
    assert.equal(ledger.runs.length, ids.length);
  });

  it('is given by a ledger in one step where all are read at once, and where nothing can be read', async () => {
    fill(2);
    const ledger = new Ledger(runs);
    await ledger.refresh();
    assert.deepEqual(await ledger.newest, []);
    const file = path.join(runs, 'file');
    writeFileSync(file, '');
    const broken = new Ledger(file);
    await assert.rejects(broken.refresh());
    assert.deepEqual(await broken.newest, []);
  });
});
