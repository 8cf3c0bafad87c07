import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { defaultParameters } from '../../src/contract/parameters';
import { isRunId } from '../../src/contract/runId';
import { dashboardViewType, type CommandId, type SettingValues } from '../../src/contributions';
import type { ForTests } from '../../src/extension';
import { until } from '../until';
import { untilLab } from '../untilLab';
import { clear, extension, quick, workspaceFolder } from './extension';

const run = <T>(command: CommandId, ...rest: unknown[]): Thenable<T> => vscode.commands.executeCommand<T>(command, ...rest);

describe('training by command', () => {
  let parts: ForTests;
  before(async () => {
    parts = await extension.activate();
  });
  afterEach(() => clear(parts));
  const statusOf = (id: string): string | undefined => parts.lab.find(id)?.status;
  const train = (parameters: object = quick, more: object = { open: false }): Thenable<string> =>
    run('digitsLab.train', { parameters, ...more });
  const endless = { ...quick, epochs: 5000 };
  const untilTrained = (id: string, epochs = 1): Promise<void> =>
    untilLab(parts.lab, () => (parts.lab.find(id)?.live?.epochs.length ?? 0) >= epochs);
  const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

  it('returns the id of a run that leaves its whole folder', async () => {
    const id = await train({ ...quick, dataset: 'mnist', train_samples: 400 }, { open: false, name: 'by a program', tags: ['host'] });
    assert.ok(isRunId(id));
    await untilLab(parts.lab, () => statusOf(id) === 'completed');
    const folder = path.join(workspaceFolder(), '.digits', 'runs', id);
    for (const name of ['config.json', 'events.jsonl', 'summary.json', 'predictions.npy', 'ground_truth.npy', 'model/model.onnx'])
      assert.ok(existsSync(path.join(folder, name)), name);
    const { parameters } = readJson(path.join(folder, 'config.json')) as { parameters: Record<string, unknown> };
    for (const [name, value] of Object.entries({ ...quick, dataset: 'mnist' })) assert.equal(parameters[name], value, name);
    const { confusionMatrix } = readJson(path.join(folder, 'summary.json')) as { confusionMatrix: number[][] };
    assert.equal(
      confusionMatrix.flat().reduce((sum, count) => sum + count, 0),
      10_000,
    );
    const labels = readJson(path.join(folder, 'labels.json'));
    assert.deepEqual(labels, { name: 'by a program', tags: ['host'], pinned: false, archived: false });
  });

  it('has TensorFlow looked for in the folder that the settings of this machine name', async () => {
    const set = <K extends keyof SettingValues>(name: K, value: SettingValues[K] | undefined): Thenable<void> =>
      vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
    const named = path.join(workspaceFolder(), 'no TensorFlow is here');
    await set('digitsLab.tensorflow', named);
    await set('digitsLab.engine', 'tensorflow');
    try {
      const id = await train();
      await untilLab(parts.lab, () => statusOf(id) === 'failed');
      const [first, second] = parts.lab.find(id)!.reason!.split('\n');
      assert.equal(first, `The engine tensorflow needs the package @tensorflow/tfjs-node: there is none in ${named}.`);
      assert.match(second!, /^Get it with `npm install /);
    } finally {
      await set('digitsLab.engine', undefined);
      await set('digitsLab.tensorflow', undefined);
    }
  });

  for (const [what, argument, message] of [
    ['a value out of range', { epochs: 0 }, /epochs/],
    ['a value of another kind', { num_filters: 'many' }, /num_filters/],
    ['a name that is close to one', { num_filter: 8 }, /num_filters/],
    ['values that do not go together', { num_layers: 8 }, /num_layers/],
    ['no object', 7, /expected an object/],
  ] as const) {
    it(`rejects ${what}`, async () => {
      await assert.rejects(async () => run('digitsLab.train', argument), message);
      assert.deepEqual(parts.lab.runs, []);
    });
  }

  it('lets a second run wait, for which the queue can be paused, continued and emptied', async () => {
    const first = await train(endless);
    const [second, third] = [await train(), await train({ ...quick, seed: 2 })];
    const queued = (): string[] => parts.lab.queued.map(({ id }) => id);
    assert.deepEqual(queued(), [second, third]);
    await run('digitsLab.moveUp', third);
    assert.deepEqual(queued(), [third, second]);
    await run('digitsLab.removeFromQueue', third);
    await run('digitsLab.pauseQueue');
    const file = path.join(workspaceFolder(), '.digits', 'queue.json');
    const { paused, runs } = readJson(file) as { paused: boolean; runs: { id: string }[] };
    assert.deepEqual([paused, runs.map(({ id }) => id)], [true, [second]]);
    await untilTrained(first);
    await run('digitsLab.stop', first);
    await untilLab(parts.lab, () => statusOf(first) === 'stopped');
    assert.deepEqual(queued(), [second]);
    await run('digitsLab.continueQueue');
    await untilLab(parts.lab, () => statusOf(second) === 'completed');
  });

  it('starts a run that only the folder asks for when it is told to, once', async () => {
    const id = '20260102-030405-abcd';
    const file = path.join(workspaceFolder(), '.digits', 'queue.json');
    const entry = { id, parameters: { ...defaultParameters, ...quick, epochs: 1 }, labels: { name: 'a stranger’s' } };
    const write = (): void => {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ schemaVersion: 1, paused: false, runs: [entry] }));
    };
    const waiting = (): [string, boolean][] => parts.lab.queued.map(one => [one.id, one.isAsked]);
    write();
    await untilLab(parts.lab, () => parts.lab.queued.length === 1);
    const own = await train({ ...quick, epochs: 1 });
    await untilLab(parts.lab, () => statusOf(own) === 'completed');
    assert.deepEqual(waiting(), [[id, false]]);
    assert.equal(parts.lab.find(id), undefined);
    await run('digitsLab.startQueued', id);
    await untilLab(parts.lab, () => statusOf(id) === 'completed');
    assert.deepEqual(waiting(), []);
    await parts.lab.delete(id);
    write();
    await untilLab(parts.lab, () => parts.lab.queued.length === 1);
    assert.deepEqual(waiting(), [[id, false]]);
    assert.deepEqual(parts.lab.active, []);
  });

  it('stops, resumes and says what cannot be done', async () => {
    const id = await train(endless);
    await untilTrained(id);
    await assert.rejects(async () => run('digitsLab.resume', id), /not possible.*running/);
    await assert.rejects(async () => run('digitsLab.reproduce', id), /not possible.*running/);
    await run('digitsLab.stop', id);
    await untilLab(parts.lab, () => statusOf(id) === 'stopped');
    const { epochs } = parts.lab.find(id)!.summary!;
    await assert.rejects(async () => run('digitsLab.stop', id), /is not being trained in this window/);
    await run('digitsLab.resume', id);
    await untilTrained(id, epochs + 1);
    await run('digitsLab.stop', id);
    await untilLab(parts.lab, () => statusOf(id) === 'stopped');
    await assert.rejects(async () => run('digitsLab.stop', '20200101-000000-aaaa'), /20200101-000000-aaaa/);
  });

  it('pins, archives, restores, copies the id of a run', async () => {
    const id = await train();
    await untilLab(parts.lab, () => statusOf(id) === 'completed');
    const labels = (): object | undefined => parts.lab.find(id)?.labels;
    await run('digitsLab.pin', id);
    await run('digitsLab.archive', id);
    assert.deepEqual(labels(), { name: '', tags: [], pinned: true, archived: true });
    await run('digitsLab.unpin', id);
    await run('digitsLab.unarchive', id);
    assert.deepEqual(labels(), { name: '', tags: [], pinned: false, archived: false });
    await parts.lab.changeLabels(id, { name: 'new', tags: ['a', 'b'] });
    assert.deepEqual(labels(), { name: 'new', tags: ['a', 'b'], pinned: false, archived: false });
    await assert.rejects(async () => run('digitsLab.copyId', '20200101-000000-aaaa'), /There is no run/);
  });

  it('reproduces a run to the last bit and says so', async () => {
    const original = await train();
    await untilLab(parts.lab, () => statusOf(original) === 'completed');
    const id = await run<string>('digitsLab.reproduce', original);
    await untilLab(parts.lab, () => statusOf(id) === 'completed');
    const { parent, labels, config } = parts.lab.find(id)!;
    assert.deepEqual([parent, labels.tags], [original, ['reproduction']]);
    const first = parts.lab.find(original)?.config;
    assert.ok(config?.kind === 'trained' && first?.kind === 'trained');
    assert.equal(config.engine.threads, first.engine.threads);
    const rows = await parts.tree.getChildren();
    const row = rows.find(one => 'runId' in one && one.runId === id)!;
    const item = await parts.tree.resolveTreeItem(await parts.tree.getTreeItem(row), row);
    assert.match((item.tooltip as vscode.MarkdownString).value, /Identical: the same weights/);
  });

  it('opens dashboards, one a run', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const id = await train();
    await untilLab(parts.lab, () => statusOf(id) === 'completed');
    const panels = (): vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(dashboardViewType));
    await run('digitsLab.openDashboard', id);
    await until({
      isSo: () => panels().length > 0,
      seen: () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
      on: look => [vscode.window.tabGroups.onDidChangeTabs(look)],
    });
    await run('digitsLab.openMetrics', id);
    await run('digitsLab.openConfusionMatrix', id);
    assert.equal(panels().length, 1);
    await vscode.window.tabGroups.close(panels());
    assert.equal(panels().length, 0);
  });

  it('puts a command line on the PATH that works', () => {
    const shim = path.join(parts.context.globalStorageUri.fsPath, 'bin', process.platform === 'win32' ? 'digits.cmd' : 'digits');
    const version = execFileSync(shim, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' }).trim();
    assert.equal(version, (extension.packageJSON as { version: string }).version);
    assert.match(parts.context.environmentVariableCollection.get('PATH')?.value ?? '', /bin.?$/);
  });
});
