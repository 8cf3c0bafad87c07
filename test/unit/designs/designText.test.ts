import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Sweep } from '../../../src/contract/sweeps';
import { comparisonStore } from '../../../src/designs/comparisonStore';
import { designText } from '../../../src/designs/designText';
import { sweepStore, type SweepStore } from '../../../src/designs/sweepStore';
import { defaultParameters } from '../../../src/contract/parameters';
import { toJson } from '../../../src/util/json';
import { planOf } from '../experiment/effects/compared';

describe('one run of a design', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'digits-design-text-'));
  after(() => rmSync(home, { recursive: true }));
  let count = 0;
  const id = '20260101-000000-abcd';
  const datasets = ['mnist', '/tmp/Ziffern für später', '/tmp/数字'];
  const runs = Array.from({ length: 30 }, (_, i) => ({
    id: `20260101-000001-aa${String.fromCharCode(97 + Math.floor(i / 26))}${String.fromCharCode(97 + (i % 26))}`,
    values: { dataset: datasets[i % 3]! },
    seed: i,
    ...(i % 4 === 0 && { reused: true }),
  }));
  const sweep: Sweep = {
    schemaVersion: 1,
    id,
    createdAt: '2026-01-01T00:00:00.000Z',
    author: 'Ada',
    plan: {
      schemaVersion: 1,
      kind: 'grid',
      base: {},
      seeds: runs.map(({ seed }) => seed),
      seed: 0,
      parameters: { dataset: datasets },
      hypothesis: 'lines:\n  "runs": [\n',
    },
    base: defaultParameters,
    engine: 'onnx',
    threads: 1,
    runs,
  };

  /** A folder of runs whose sweep has such a text. */
  function withText(text: string): SweepStore {
    const store = sweepStore(path.join(home, String(++count), '.digits', 'runs'));
    mkdirSync(path.join(store.folder, id), { recursive: true });
    writeFileSync(path.join(store.folder, id, 'sweep.json'), text);
    return store;
  }

  it('is the same, whether it is read alone or with all others', async () => {
    const store = withText(designText(sweep));
    assert.deepEqual((await store.read(id)).plan, sweep);
    for (const [i, run] of runs.entries()) {
      const { plan, count: all } = await store.readRun(id, i);
      assert.deepEqual(plan, { ...sweep, runs: [run] });
      assert.equal(all, 30);
    }
    for (const none of [30, 9_999]) assert.deepEqual((await store.readRun(id, none)).plan, { ...sweep, runs: [] });
  });

  it('is read without the others', async () => {
    const text = designText(sweep);
    const broken = text.replace(`"${runs[3]!.id}"`, `"${'?'.repeat(runs[3]!.id.length)}"`);
    assert.equal(broken.length, text.length);
    const store = withText(broken);
    await assert.rejects(store.read(id), /runs\[3\]\.id/);
    await assert.rejects(store.readRun(id, 3), /runs\[3\]\.id/);
    assert.deepEqual((await store.readRun(id, 4)).plan.runs, [runs[4]]);
  });

  it('is found in a file of any form', async () => {
    const text = designText(sweep);
    const line = text.split('\n').find(one => one.includes(runs[7]!.id))!;
    const forms = {
      'of an older version': toJson(sweep),
      'on one line': JSON.stringify(sweep),
      'with a line that is longer': text.replace(line, `${line}   `),
      'with lines that are shorter and longer': text
        .replace(line, line.slice(0, -1))
        .replace(/\n {4}(?=\{[^\n]*\n {2}\]\n\}\n$)/, '\n     '),
      'with a member after the runs': text.replace(/\]\n\}\n$/, '],\n  "more": 1\n}\n'),
      'with line ends of Windows': text.replaceAll('\n', '\r\n'),
    };
    for (const [form, changed] of Object.entries(forms)) {
      assert.notEqual(changed, text, form);
      const store = withText(changed);
      for (const i of [0, 6, 7, 8, 29]) {
        const { plan, count: all } = await store.readRun(id, i);
        assert.deepEqual([plan.runs, all], [[runs[i]], 30], form);
      }
      assert.deepEqual((await store.readRun(id, 30)).plan.runs, [], form);
    }
  });

  it('is checked as all of them are', async () => {
    const text = designText(sweep);
    for (const [from, to, reason] of [
      ['"engine": "onnx"', '"engine": "abac"', /engine: found "abac"/],
      [`"${runs[5]!.id}"`, `"${'../../etc'.padEnd(runs[5]!.id.length, 'x')}"`, /id/],
    ] as const) {
      const changed = text.replace(from, to);
      assert.equal(changed.length, text.length);
      await assert.rejects(withText(changed).readRun(id, 5), reason);
    }
    await assert.rejects(withText(text).readRun('20260101-000000-none', 0), /there is no sweep\.json/);
    await assert.rejects(withText(text).readRun('../20260101-000000-abcd', 0), /there is no sweep\.json/);
  });

  it('of a comparison is read in the same way, also when it was changed', async () => {
    const store = comparisonStore(path.join(home, 'comparison', '.digits', 'runs'));
    const plan = planOf([8, 32], [0, 1], { id });
    await store.write(plan);
    const more = { id: '20260101-000009-abcd', level: 32, seed: 1, replaces: plan.runs.at(-1)!.id };
    await store.change(id, before => ({ ...before, runs: [...before.runs, more] }));
    assert.deepEqual((await store.readRun(id, 4)).plan, { ...plan, runs: [more] });
    assert.deepEqual((await store.readRunAt(path.join(store.folder, id, 'comparison.json'), 0)).plan.runs, plan.runs.slice(0, 1));
    const text = readFileSync(path.join(store.folder, id, 'comparison.json'), 'utf8');
    assert.deepEqual(JSON.parse(text), { ...plan, runs: [...plan.runs, more] });
    await store.change(id, before => ({ ...before, runs: [] }));
    assert.deepEqual(await store.readRun(id, 0), { id, folder: path.join(store.folder, id), plan: { ...plan, runs: [] }, count: 0 });
  });
});
