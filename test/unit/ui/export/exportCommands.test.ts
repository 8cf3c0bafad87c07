import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type * as Extension from '../../../../src/extension';
import { comparisonStore } from '../../../../src/designs/comparisonStore';
import type { Disposable } from '../../../../src/util/emitter';
import { MlflowServer } from '../../../mlflowServer/mlflowServer';
import { idOf, planOf } from '../../experiment/effects/compared';
import { fakeContext } from '../../fakeContext';
import { FakeEditor } from '../../fakeEditor';
import { row, writeRecorded } from '../../runFolder/recording/writeRecorded';
import { writeRun } from '../../runFolder/writtenRun';

const [one, two, script] = ['20260101-000001-aaaa', '20260101-000002-aaaa', '20260101-000003-aaaa'] as const;

/** The whole extension, whose commands a person calls. */
describe('the commands of Export', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-export-'));
  const runs = path.join(folder, '.digits', 'runs');
  const editor = new FakeEditor();
  const plan = planOf([8, 32], [0, 1], { id: '20260102-000000-abcd' });
  let installed: Disposable;
  let extension: typeof Extension;
  let server: MlflowServer;
  before(async () => {
    for (const id of [one, two]) writeRun(runs, { id });
    writeRecorded(runs, { id: script, rows: [row(0, { loss: 1 }), row(1, { loss: 0.5 })] });
    await comparisonStore(runs).write(plan);
    for (const { id, level, seed } of plan.runs.slice(0, 3))
      writeRun(runs, { id, parameters: { ...plan.baseline, num_filters: Number(level), seed } });
    server = await MlflowServer.start();
    installed = editor.install();
    extension = await import('../../../../src/extension');
    editor.openFolder(folder);
    extension.activate(fakeContext(folder));
  });
  after(async () => {
    await extension.deactivate();
    installed.dispose();
    await server.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => {
    editor.selected.clear();
    editor.messages.length = 0;
    editor.answer = () => undefined;
    for (const name of readdirSync(folder)) if (name.startsWith('out')) rmSync(path.join(folder, name));
  });
  const call = (id: string, ...args: readonly unknown[]): unknown => editor.commands.get(id)!(...args);
  const rowOf = (runId: string): object => ({ kind: 'run', runId });

  /** Chooses CSV and a file. @returns the ids in it, and the files that were written */
  async function exported(called: unknown): Promise<{ readonly ids: readonly string[]; readonly files: readonly string[] }> {
    const list = await editor.quickInput.next();
    editor.chosenPlace = path.join(folder, 'out.csv');
    list.choose('CSV');
    await called;
    const lines = readFileSync(path.join(folder, 'out.csv'), 'utf8').trimEnd().split('\r\n').slice(1);
    return {
      ids: lines.map(line => line.split(',')[0]!),
      files: readdirSync(folder)
        .filter(name => name.startsWith('out'))
        .toSorted(),
    };
  }

  it('writes all rows that are selected, where one of them is clicked', async () => {
    const { ids, files } = await exported(call('digitsLab.export', rowOf(two), [rowOf(one), rowOf(two), rowOf(script)]));
    assert.deepEqual(ids, [one, two, script]);
    assert.deepEqual(files, ['out-curves.csv', 'out-history.csv', 'out.csv']);
    assert.deepEqual(editor.messages, [`Exported 3 runs to ${path.join(folder, 'out.csv')}.`]);
  });

  it('writes the one that is clicked where others are selected', async () => {
    assert.deepEqual((await exported(call('digitsLab.export', rowOf(script), [rowOf(one), rowOf(two)]))).ids, [script]);
  });

  it('writes those that are selected where it is called from the palette', async () => {
    editor.selected.set('digitsLab.runs', [rowOf(one), rowOf(script)]);
    assert.deepEqual((await exported(call('digitsLab.export'))).ids, [one, script]);
  });

  it('means those that are selected as every command on runs does', async () => {
    editor.selected.set('digitsLab.runs', [rowOf(one), rowOf(two)]);
    await call('digitsLab.pin');
    for (const id of [one, two]) assert.match(readFileSync(path.join(runs, id, 'labels.json'), 'utf8'), /"pinned": true/, id);
  });

  it('says what of the runs is not as it was', async () => {
    const id = '20260101-000004-aaaa';
    const metrics = [{ name: 'loss', step: 'part' }];
    writeRecorded(runs, { id, recording: { metrics }, rows: [row(0, { loss: 1, part: 0.5 })] });
    const { exportToFile } = await import('../../../../src/ui/export/exportToFile');
    const warned: string[] = [];
    editor.chosenPlace = path.join(folder, 'out-events');
    const log = { warn: (line: string) => void warned.push(line) };
    await exportToFile({ log } as unknown as Parameters<typeof exportToFile>[0], 'tensorboard', [path.join(runs, id)]);
    rmSync(path.join(folder, 'out-events'), { recursive: true });
    rmSync(path.join(runs, id), { recursive: true });
    assert.match(warned.join(), /^20260101-000004-aaaa: The steps that the script defined for loss are no whole numbers/);
    assert.ok(editor.messages[0]!.endsWith(warned[0]!), editor.messages[0]);
  });

  it('sends a comparison with its runs nested in it, after saying what goes where and what is left out', async () => {
    editor.answer = (_message, buttons) => buttons.find(button => button === 'Send');
    const called = call('digitsLab.exportComparison', plan.id);
    (await editor.quickInput.next()).enter(server.url);
    (await editor.quickInput.next()).enter('compared');
    await called;
    const { host } = new URL(server.url);
    const what = '“num_filters 8 → 32” with 3 runs (1 run, not done yet, left out)';
    assert.deepEqual(editor.messages, [
      `Send ${what} to the experiment “compared” at ${host}?`,
      `3 runs sent to the experiment “compared” at ${host}.`,
    ]);
    const [parent, ...nested] = server.state.runs;
    assert.deepEqual([parent!.name, parent!.tags.get('digits.id')], ['num_filters 8 → 32', plan.id]);
    assert.deepEqual(
      nested.map(run => [run.tags.get('digits.id'), run.tags.get('mlflow.parentRunId')]),
      [idOf(8, 0), idOf(32, 0), idOf(8, 1)].map(id => [id, parent!.id]),
    );
    assert.deepEqual(server.breaches, []);
  });

  it('sends no comparison without a yes', async () => {
    const before = server.requests.length;
    const called = call('digitsLab.exportComparison', { comparisonId: plan.id });
    (await editor.quickInput.next()).enter(server.url);
    (await editor.quickInput.next()).enter('compared');
    await called;
    assert.deepEqual([editor.messages.length, server.requests.length], [1, before]);
  });
});
