import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { defaultParameters } from '../../src/contract/parameters';
import { newRunIds } from '../../src/contract/runId';
import type { CommandId } from '../../src/contributions';
import { comparisonStore } from '../../src/designs/comparisonStore';
import { planComparison } from '../../src/experiment/effects/planning';
import type { ForTests } from '../../src/extension';
import type { QueueRow } from '../../src/ui/tree/queueRows';
import { withSlurm } from '../slurmCluster';
import { repeatedly, until } from '../until';
import { untilLab } from '../untilLab';
import { clear, extension, labelOf, quick, workspaceFolder } from './extension';

const run = <T>(command: CommandId, ...rest: unknown[]): Thenable<T> => vscode.commands.executeCommand<T>(command, ...rest);

withSlurm('plans at Slurm, by command', { root: extension.extensionPath }, () => {
  let parts: ForTests;
  let folder: string | undefined;
  const { showWarningMessage } = vscode.window;
  const settings = { minutes: 5, megabytes: 500, partition: 'debug' };
  const set = async (how: (value: string | number) => unknown): Promise<void> => {
    for (const [name, value] of Object.entries(settings))
      await vscode.workspace.getConfiguration('digitsLab.slurm').update(name, how(value), vscode.ConfigurationTarget.Global);
  };
  before(async () => {
    parts = await extension.activate();
    folder = mkdtempSync(path.join(workspaceFolder(), 'slurm-'));
    await set(value => value);
  });
  after(async () => {
    await set(() => undefined);
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    vscode.window.showWarningMessage = showWarningMessage;
    await clear(parts);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const kind of ['sweeps', 'comparisons']) rmSync(path.join(workspaceFolder(), '.digits', kind), { recursive: true, force: true });
  });

  const rows = (): QueueRow[] => parts.queueTree.getChildren().filter(({ kind }) => kind === 'cluster');
  const below = (): QueueRow[] => rows().flatMap(row => parts.queueTree.getChildren(row));
  const wordsOf = (row: QueueRow): string => {
    const item = parts.queueTree.getTreeItem(row);
    return `${labelOf(item)}: ${String(item.description)}`;
  };
  const shown = (): string[] => [...rows(), ...below()].map(wordsOf);
  /** Looks until something is so; the queue tells by itself, in its own time. */
  const untilShown = (isSo: () => boolean, what: string): Promise<void> => until({ isSo, what, seen: shown });
  /** Submits a plan, answering the question with its first row. */
  const submit = async (argument: string): Promise<boolean> => {
    let answer: boolean | undefined;
    const asked = run<boolean>('digitsLab.slurm.submit', argument);
    void asked.then(is => (answer = is));
    const accept = async (look: () => void): Promise<void> => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      look();
    };
    await until({
      isSo: () => answer !== undefined,
      what: 'the plan to be submitted',
      seen: shown,
      on: look => [repeatedly(() => accept(look))],
    });
    return asked;
  };
  /** Keeps a comparison of two levels with so many seeds each. @returns its id */
  const keepComparison = async (count: number): Promise<string> => {
    const store = comparisonStore(path.join(workspaceFolder(), '.digits', 'runs'));
    const question = {
      factor: 'num_filters',
      levels: [2, 4],
      baseline: { ...defaultParameters, ...quick },
      baselineRun: null,
      hypothesis: null,
    } as const;
    const conditions = { engine: 'onnx', threads: 1, engineVersion: '', instructionSet: '', numericsVersion: 1, bundleSha256: '' } as const;
    const now = new Date();
    const plan = planComparison({ question, count, conditions, existing: [], author: null, now, ids: of => newRunIds(now, of) });
    return (await store.write(plan)).id;
  };

  it('have their runs trained there, in the queue with Slurm’s own states, until all have their results', async () => {
    const id = await keepComparison(2);
    assert.equal(await submit(id), true);
    const [plan] = rows();
    assert.match(wordsOf(plan!), /^num_filters 2 → 4: \d\/4 · /);
    assert.match(below().map(wordsOf).join('\n'), /(PENDING|RUNNING)/);
    // What Slurm has is not submitted once more.
    await assert.rejects(
      async () => run('digitsLab.slurm.submit', id),
      /Slurm has all of its missing runs|all of its runs are done or at work/,
    );
    const runs = (): number =>
      parts.lab.runs.filter(one => one.config?.design === `comparisons/${id}` && one.status === 'completed').length;
    await untilLab(parts.lab, () => runs() === 4);
    await untilShown(() => rows().length === 0, 'nothing of it to be in the queue');
    await assert.rejects(async () => run('digitsLab.slurm.submit', id), /all of its runs are done or at work/);
  });

  it('are cancelled, one task or all, and nothing of them is trained here meanwhile', async () => {
    const file = path.join(folder!, 'long.digits.json');
    const plan = { schemaVersion: 1, kind: 'grid', base: { ...quick, epochs: 5000 }, parameters: { num_filters: [2, 3, 4, 5, 6, 7] } };
    writeFileSync(file, JSON.stringify(plan));
    const uri = vscode.Uri.file(file).toString();
    assert.equal(await submit(uri), true);
    await untilShown(() => below().filter(row => / RUNNING on n[12]/.test(wordsOf(row))).length === 2, 'two tasks to run');
    // Their curves come though nobody tells of their files.
    await untilLab(parts.lab, () => parts.lab.runs.some(({ live }) => (live?.epochs.length ?? 0) > 0));
    await run('digitsLab.runPlan', uri);
    assert.deepEqual([parts.lab.queued.length, parts.lab.active.length], [0, 0]);

    const running = below().find(row => / RUNNING /.test(wordsOf(row)))!;
    await run('digitsLab.slurm.openLog', running);
    assert.match(vscode.window.activeTextEditor!.document.fileName, /slurm.logs.*_\d\.log$/);
    await run('digitsLab.slurm.copyJobId', running);
    assert.match(await vscode.env.clipboard.readText(), /^\d+_\d$/);
    await run('digitsLab.slurm.openScript', running);
    const script = vscode.window.activeTextEditor!.document;
    assert.match(script.getText(), /^#!\/bin\/bash -l\n[\s\S]*--partition=debug/);
    await run('digitsLab.slurm.cancel', running);
    await untilShown(() => below().some(row => /CANCELLED.* · It was cancelled/.test(wordsOf(row))), 'a cancelled task');

    const asked: string[] = [];
    vscode.window.showWarningMessage = (message: string, _options: unknown, ...buttons: string[]): Thenable<string | undefined> => {
      asked.push(message);
      return Promise.resolve(buttons[0]);
    };
    await run('digitsLab.slurm.cancelAll', rows()[0]);
    assert.deepEqual(asked, ['Cancel 5 tasks of “Grid of num_filters”?']);
    const isOver = (): boolean => parts.queueTree.getTreeItem(rows()[0]!).contextValue === 'slurmPlan troubled dismissable';
    await untilShown(isOver, 'all to be cancelled');
    await run('digitsLab.slurm.dismiss', rows()[0]);
    await untilShown(() => rows().length === 0, 'nothing of it to be in the queue');
    assert.ok(existsSync(script.fileName));
  });
});
