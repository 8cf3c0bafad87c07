import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { identify } from '../../../../src/experiment/effects/identification';
import { readOverview } from '../../../../src/runFolder/readRun';
import { describeListed } from '../../../../src/runs/labRun';
import { knownComparisons, type KnownComparisons } from '../../../../src/ui/effect/knownComparisons';
import { knownSweeps } from '../../../../src/ui/sweeps/knownSweeps';
import { writeScript } from '../../assistants/mixedRuns';
import { planOf } from '../effect/fixture';

describe('the designs of a workspace', () => {
  let workspace: string;
  let runsFolder: string;
  let known: KnownComparisons;
  let changes: number;
  let logged: string[];
  beforeEach(() => {
    workspace = mkdtempSync(path.join(os.tmpdir(), 'digits-comparisons-'));
    runsFolder = path.join(workspace, '.digits', 'runs');
    mkdirSync(runsFolder, { recursive: true });
    [changes, logged] = [0, []];
    known = knownComparisons({ lab: { runsFolders: [runsFolder], find: () => undefined }, log: line => logged.push(line) });
    known.onChanged(() => changes++);
  });
  afterEach(() => {
    known.dispose();
    rmSync(workspace, { recursive: true, force: true });
  });

  it('are none in a folder that has none', async () => {
    await known.refresh();
    assert.deepEqual([known.all, known.broken, changes], [[], [], 0]);
  });

  it('are what is kept, whoever keeps it; what is as it was is the same object', async () => {
    const { id, folder } = await known.keep(planOf(), runsFolder);
    assert.equal(path.dirname(folder), path.join(workspace, '.digits', 'comparisons'));
    const [before] = known.all;
    assert.equal(before!.id, id);
    await known.refresh();
    assert.equal(known.all[0], before);
    assert.equal(changes, 1);
    const other = { ...planOf(), id: '20261126-110000-cccc' };
    mkdirSync(path.join(workspace, '.digits', 'comparisons', other.id));
    const file = path.join(workspace, '.digits', 'comparisons', other.id, 'comparison.json');
    writeFileSync(file, JSON.stringify(other));
    known.noticeChange(file);
    await known.refresh();
    assert.deepEqual(known.all.map(one => one.id), [id, other.id]); // prettier-ignore
    rmSync(path.dirname(file), { recursive: true });
    await known.refresh();
    assert.deepEqual(known.all.map(one => one.id), [id]); // prettier-ignore
  });

  it('have the recorded settings of their runs, which pairs are held against each other by', async () => {
    const [a, b] = ['20261125-120000-aaaa', '20261125-120000-bbbb'];
    writeScript(runsFolder, a, { num_filters: 8, seed: 1 }, { settings: { n: 3000 } });
    writeScript(runsFolder, b, { num_filters: 32, seed: 1 }, { settings: { n: 1000 } });
    const found = await Promise.all([a, b].map(id => readOverview(path.join(runsFolder, id))));
    const lab = {
      runsFolders: [],
      find: (id: string) => found.map(one => describeListed(one, undefined, undefined)).find(one => one.id === id),
    };
    const { findRun } = knownComparisons({ lab, log: line => logged.push(line) });
    const { confounders } = identify(findRun(a)!, findRun(b)!, { factor: 'num_filters' });
    assert.deepEqual(confounders, [{ name: 'n', values: ['3000', '1000'] }]);
  });

  it('are changed from what the file says by then', async () => {
    const { id } = await known.keep(planOf(), runsFolder);
    await known.change(id, plan => ({ ...plan, acceptsBuilds: true }));
    assert.equal(known.find(id)?.plan.acceptsBuilds, true);
    await assert.rejects(known.change('20261126-110000-cccc', plan => plan), /There is no comparison/); // prettier-ignore
  });

  it('are named where they cannot be read, once', async () => {
    const folder = path.join(workspace, '.digits', 'comparisons', '20261126-110000-cccc');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'comparison.json'), '{"schemaVersion":1}');
    await known.refresh();
    await known.refresh();
    assert.equal(known.broken.length, 1);
    assert.equal(logged.length, 1);
    assert.match(logged[0]!, /comparison\.json/);
    assert.deepEqual(known.all, []);
  });

  it('are sweeps too, of which one that cannot be read is named once', async () => {
    const sweeps = knownSweeps({ lab: { runsFolders: [runsFolder], find: () => undefined }, log: line => logged.push(line) });
    let told = 0;
    sweeps.onChanged(() => told++);
    const folder = path.join(workspace, '.digits', 'sweeps', '20261126-110000-cccc');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'sweep.json'), '{"schemaVersion":1}');
    await sweeps.refresh();
    await sweeps.refresh();
    assert.deepEqual([sweeps.all, sweeps.broken.length, logged.length, told], [[], 1, 1, 1]);
    await assert.rejects(sweeps.change('20261126-110000-cccc', plan => plan), /There is no sweep 20261126-110000-cccc/); // prettier-ignore
    sweeps.dispose();
  });
});
