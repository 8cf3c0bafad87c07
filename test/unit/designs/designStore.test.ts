import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { comparisonStore } from '../../../src/designs/comparisonStore';
import { keepReports, writeKnowledge } from '../../../src/designs/keepReports';
import { comparisonResult } from '../../../src/experiment/effects/comparisonResult';
import { planOf } from '../experiment/effects/compared';

describe('comparisons beside the runs', () => {
  const folders: string[] = [];
  after(() => folders.forEach(folder => rmSync(folder, { recursive: true })));
  /** The folder of runs of a new `.digits`. */
  function newRuns(): string {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-designs-'));
    folders.push(folder);
    return path.join(folder, '.digits', 'runs');
  }
  const plan = planOf([8, 32], [0, 1], { id: '20260101-000000-abcd' });

  it('are found again as they were kept, by the names of their folders', async () => {
    const runs = newRuns();
    const store = comparisonStore(runs);
    assert.deepEqual(await store.list(), { designs: [], broken: [] });
    await store.write(plan);
    const later = { ...plan, id: '20260102-000000-abcd' };
    await store.write(later);
    const { designs } = await comparisonStore(runs).list();
    assert.deepEqual(
      designs.map(design => design.plan),
      [plan, later],
    );
    const lying = path.join(store.folder, plan.id, 'comparison.json');
    writeFileSync(lying, JSON.stringify({ ...plan, id: later.id }));
    assert.equal((await store.read(plan.id)).plan.id, plan.id);
  });

  it('are changed by one after the other: none loses what another one added', async () => {
    const runs = newRuns();
    await comparisonStore(runs).write(plan);
    const add = (seed: number): Promise<unknown> =>
      comparisonStore(runs).change(plan.id, before => ({ ...before, seeds: [...before.seeds, seed] }));
    await Promise.all([2, 3, 4, 5].map(add));
    const { seeds } = (await comparisonStore(runs).read(plan.id)).plan;
    assert.deepEqual(
      seeds.toSorted((a, b) => a - b),
      [0, 1, 2, 3, 4, 5],
    );
    const file = path.join(comparisonStore(runs).folder, plan.id, 'comparison.json');
    const before = readFileSync(file);
    await comparisonStore(runs).change(plan.id, same => same);
    assert.deepEqual(readFileSync(file), before);
  });

  it('say what is wrong with one that cannot be read, and show the others', async () => {
    const runs = newRuns();
    const store = comparisonStore(runs);
    await store.write(plan);
    for (const [id, content, reason] of [
      ['20260103-000000-aaaa', '{', /this is no JSON/],
      ['20260103-000000-bbbb', JSON.stringify({ ...plan, levels: [8, 'many'] }), /levels that are values of the parameter that changes/],
      ['20260103-000000-cccc', JSON.stringify({ ...plan, factor: 'seed' }), /factor: found "seed"; expected one of epochs/],
      ['20260103-000000-dddd', JSON.stringify({ ...plan, schemaVersion: 2 }), /schemaVersion/],
      ['20260103-000000-eeee', JSON.stringify({ ...plan, runs: [...plan.runs, plan.runs[0]] }), /runs that are all different/],
    ] as const) {
      mkdirSync(path.join(store.folder, id));
      writeFileSync(path.join(store.folder, id, 'comparison.json'), content);
      const { designs, broken } = await store.list();
      assert.deepEqual(
        designs.map(design => design.id),
        [plan.id],
      );
      assert.match(broken.find(one => one.id === id)!.reason, reason);
    }
  });

  it('are neither read nor written through a link', async () => {
    const [runs, elsewhere] = [newRuns(), newRuns()];
    await comparisonStore(elsewhere).write(plan);
    mkdirSync(runs, { recursive: true });
    symlinkSync(comparisonStore(elsewhere).folder, comparisonStore(runs).folder);
    await assert.rejects(comparisonStore(runs).list(), /link/);
    await assert.rejects(comparisonStore(runs).read(plan.id), /link/);
    await assert.rejects(comparisonStore(runs).write({ ...plan, id: '20260104-000000-abcd' }), /link/);
    assert.ok(!existsSync(path.join(comparisonStore(elsewhere).folder, '20260104-000000-abcd')));
  });

  it("have a report, and a page of what is known, which replace no file of a person's", async () => {
    const runs = newRuns();
    const store = comparisonStore(runs);
    await store.write({ ...plan, author: 'Ada **Lovelace**' });
    const file = await keepReports(
      comparisonResult(plan, () => undefined),
      runs,
    );
    assert.equal(file, path.join(store.folder, plan.id, 'report.md'));
    const page = path.join(path.dirname(runs), 'KNOWLEDGE.md');
    assert.match(readFileSync(page, 'utf8'), /none of its 2 pairs is here/);
    assert.ok(!readFileSync(page, 'utf8').includes('**Lovelace**'));
    writeFileSync(page, '# What I know\n');
    await assert.rejects(writeKnowledge(runs), /is no report that Digits Lab wrote/);
    assert.equal(readFileSync(page, 'utf8'), '# What I know\n');
  });
});
