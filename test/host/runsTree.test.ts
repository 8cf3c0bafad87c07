import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { defaultArrangement } from '../../src/experiment/arrangement';
import type { ForTests } from '../../src/extension';
import { outputOf } from '../processes';
import { untilLab } from '../untilLab';
import { clear, extension, labelOf, quick, shownRows, TEST_IMAGES, workspaceFolder } from './extension';

describe('the view Runs', () => {
  let parts: ForTests;
  let runsFolder: string;
  before(async () => {
    parts = await extension.activate();
    runsFolder = path.join(workspaceFolder(), '.digits', 'runs');
  });
  afterEach(async () => {
    parts.tree.setArrangement(defaultArrangement);
    await clear(parts);
  });
  const labels = async (): Promise<string[]> => (await shownRows(parts.tree)).map(({ item }) => labelOf(item));
  const train = async (more: object, name = ''): Promise<string> => {
    const id = await vscode.commands.executeCommand<string>('digitsLab.train', {
      parameters: { ...quick, epochs: 1, ...more },
      name,
      open: false,
    });
    await untilLab(parts.lab, () => parts.lab.find(id)?.status === 'completed');
    return id;
  };

  it('shows a run with its result, its state in words, and its parts', async () => {
    const id = await train({}, 'first');
    const [shown] = await shownRows(parts.tree);
    assert.equal(shown?.item.label, 'first');
    const summary = parts.lab.find(id)!.summary!;
    const [accuracy, valAccuracy] = [summary.testAccuracy!, summary.best!.valAccuracy!];
    assert.match(String(shown.item.description), new RegExp(`^${(100 * valAccuracy).toFixed(2)} %`));
    assert.equal(shown.item.contextValue, 'run completed');
    assert.match(shown.item.accessibilityInformation?.label ?? '', /^first, completed, /);
    const partItems = await shownRows(parts.tree, shown.row);
    assert.deepEqual(
      partItems.map(({ item }) => item.label),
      ['Config', 'Metrics', 'Confusion matrix', 'Artifacts', 'Notes'],
    );
    const wrong = TEST_IMAGES - Math.round(accuracy * TEST_IMAGES);
    assert.equal(partItems[2]?.item.description, `${wrong} of ${TEST_IMAGES} wrong`);
    assert.equal(partItems[1]?.item.description, '1 epoch');
    const artifacts = await shownRows(parts.tree, partItems[3]!.row);
    assert.ok(artifacts.some(({ item }) => item.label === 'predictions.npy'));
    const item = await parts.tree.resolveTreeItem(shown.item, shown.row);
    assert.match((item.tooltip as vscode.MarkdownString).value.replaceAll('&#95;', '_'), /\*\*num_filters\*\* \| \*\*4\*\*/);
    assert.equal(parts.tree.getParent(partItems[0]!.row), shown.row);
  });

  it('shows a folder that cannot be read as a row that says why, and nothing else of it', async () => {
    const id = '20260101-000000-aaaa';
    const folder = path.join(runsFolder, id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'config.json'), '{"schemaVersion": 1, "kind": "[Open](command:x)"}');
    try {
      await parts.lab.refresh();
      const rows = await shownRows(parts.tree);
      const { row, item } = rows.at(-1)!;
      assert.deepEqual([row.kind, labelOf(item), item.contextValue], ['broken', id, 'broken']);
      assert.match(String(item.description), /^broken: config\.json: kind: found "\[Open\]/);
      assert.match(typeof item.tooltip === 'string' ? item.tooltip : '', /expected "trained" or "imported"\./);
      assert.deepEqual(await parts.tree.getChildren(row), []);
      await vscode.commands.executeCommand('digitsLab.copyId', row);
      assert.equal(await vscode.env.clipboard.readText(), id);
    } finally {
      rmSync(folder, { recursive: true });
      await parts.lab.refresh();
    }
    assert.ok(!(await shownRows(parts.tree)).some(({ row }) => row.kind === 'broken'));
  });

  it('sorts, groups, filters, hides what is archived', async () => {
    const [one, two] = [await train({}, 'b'), await train({ seed: 7 }, 'a')];
    assert.deepEqual(await labels(), ['a', 'b']);
    parts.tree.setArrangement({ sort: 'oldest' });
    assert.deepEqual(await labels(), ['b', 'a']);
    await parts.lab.changeLabels(two, { pinned: true });
    assert.deepEqual(await labels(), ['a', 'b']);
    parts.tree.setArrangement({ group: 'seed' });
    const groups = await shownRows(parts.tree);
    assert.deepEqual(
      groups.map(({ item }) => labelOf(item)),
      ['seed 0', 'seed 7'],
    );
    assert.match(String(groups[0]!.item.description), /^\d+\.\d\d % · N = 1$/);
    parts.tree.setArrangement({ group: 'none', filter: 'seed=7' });
    assert.deepEqual(await labels(), ['a']);
    parts.tree.setArrangement({ filter: '' });
    await parts.lab.changeLabels(one, { archived: true });
    assert.deepEqual(await labels(), ['a']);
    parts.tree.setArrangement({ showsArchived: true });
    assert.deepEqual(await labels(), ['a', 'b']);
  });

  it('follows a run of the command line until its end, telling the view of that row alone', async function () {
    if (process.platform === 'win32') this.skip();
    const other = await train({}, 'other');
    const told: (string | undefined)[] = [];
    const listening = parts.tree.onDidChangeTreeData(row => told.push(row && 'runId' in row ? row.runId : undefined));
    const seen = new Set<string>();
    const watching = parts.lab.onChanged(() => {
      // As the view does when it is told of the list.
      void parts.tree.getChildren();
      for (const run of parts.lab.runs)
        if (run.id !== other) seen.add(`${run.status} ${run.isOwn} ${run.live?.epochs.length ? 'live' : ''}`);
    });
    const size = '--epochs 5000 --train-samples 1000 --validation-samples 100 --num-filters 8'.split(' ');
    const program = path.join(extension.extensionPath, 'dist', 'cli.js');
    const cli = spawn(process.execPath, [program, 'train', '--runs', runsFolder, '--name', 'from outside', ...size]);
    const ended = outputOf(cli);
    // However fast it trains, it is there to be seen.
    await untilLab(parts.lab, () => seen.has('running false live'));
    cli.kill('SIGINT');
    const { exitCode, err } = await ended;
    assert.equal(exitCode, 130, err);
    await untilLab(parts.lab, () => parts.lab.runs.some(({ labels: { name }, status }) => name === 'from outside' && status === 'stopped'));
    watching.dispose();
    listening.dispose();
    const id = parts.lab.runs.find(run => run.id !== other)!.id;
    assert.ok(told.includes(id));
    assert.ok(!told.includes(other));
    // The list as a whole is told of only when the run came.
    assert.equal(told.filter(one => one === undefined).length, 1);
    assert.deepEqual(await labels(), ['from outside', 'other']);
  });

  it('shows a run folder that is copied in, and takes one away that is deleted', async () => {
    const id = await train({}, 'the first');
    const copied = '20260102-030405-abcd';
    const beside = path.join(workspaceFolder(), 'copy');
    cpSync(path.join(runsFolder, id), beside, { recursive: true });
    for (const name of ['config.json', 'summary.json', 'events.jsonl', 'labels.json']) {
      const file = path.join(beside, name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(id, copied).replace('the first', 'a copy'));
    }
    renameSync(beside, path.join(runsFolder, copied));
    await untilLab(parts.lab, () => parts.lab.find(copied) !== undefined);
    assert.deepEqual(await labels(), ['the first', 'a copy']);
    rmSync(path.join(runsFolder, copied), { recursive: true });
    await untilLab(parts.lab, () => parts.lab.find(copied) === undefined);
    assert.deepEqual(await labels(), ['the first']);
  });
});
