import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { defaultArrangement } from '../../src/experiment/arrangement';
import type { ForTests } from '../../src/extension';
import { untilReads } from '../until';
import { writeRun } from '../unit/runFolder/writtenRun';
import { clear, extension, shownRows, workspaceFolder } from './extension';

describe('the dashboards and the view Runs', () => {
  let parts: ForTests;
  let ids: string[];
  before(async () => {
    parts = await extension.activate();
    await vscode.commands.executeCommand('digitsLab.runs.focus');
  });
  beforeEach(async () => {
    ids = ['a', 'b', 'c'].map((name, i) => {
      const id = `20260102-03040${i}-${name.repeat(4)}`;
      writeRun(path.join(workspaceFolder(), '.digits', 'runs'), { id, labels: { name } });
      return id;
    });
    await parts.lab.refresh();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    parts.tree.setArrangement(defaultArrangement);
    await clear(parts);
  });
  const click = (id: string): Thenable<unknown> => vscode.commands.executeCommand('digitsLab.preview', id);
  const tabs = (): string[] => vscode.window.tabGroups.all.flatMap(group => group.tabs).map(({ label }) => label);
  const untilTabs = (...labels: string[]): Promise<void> => untilReads('the tabs', () => Promise.resolve(tabs()), labels);
  const untilSelected = (id: string): Promise<void> =>
    untilReads('the selection', () => Promise.resolve(parts.tree.view.selected().map(row => ('runId' in row ? row.runId : row.key))), [id]);

  it('show in one panel what is clicked, and keep what is clicked twice', async () => {
    const [a, b, c] = ids as [string, string, string];
    await click(a);
    await untilTabs('a');
    await click(b);
    await untilTabs('b');
    await click(b);
    await click(c);
    await untilTabs('b', 'c');
    await vscode.commands.executeCommand('digitsLab.keepOpen');
    await click(a);
    await untilTabs('b', 'c', 'a');
  });

  it('have the view select the run of the active one, in its group too', async () => {
    const [a, b] = ids as [string, string];
    await vscode.commands.executeCommand('digitsLab.openDashboard', a);
    await untilSelected(a);
    parts.tree.setArrangement({ group: 'seed' });
    await vscode.commands.executeCommand('digitsLab.openDashboard', b);
    await untilSelected(b);
  });

  it('say of a run that was deleted that it was, until that is undone', async () => {
    const [a] = ids as [string];
    const folder = parts.lab.find(a)!.folder;
    const trash = path.join(workspaceFolder(), '.digits', 'trash');
    await click(a);
    await untilTabs('a');
    await vscode.commands.executeCommand('digitsLab.delete', a);
    await untilTabs('a (deleted)');
    assert.equal(existsSync(folder), false);
    assert.ok(readdirSync(trash).some(name => name.startsWith(a)));
    await vscode.commands.executeCommand('digitsLab.undo');
    await untilTabs('a');
    assert.ok(existsSync(folder));
  });

  it('takes several runs that are selected, and no part of one, for what is deleted', async () => {
    const rows = (await shownRows(parts.tree)).map(({ row }) => row);
    const [notes] = (await shownRows(parts.tree, rows[0])).map(({ row }) => row).slice(-1);
    await vscode.commands.executeCommand('digitsLab.delete', notes, [notes]);
    assert.equal(parts.lab.runs.length, 3);
    await vscode.commands.executeCommand('digitsLab.delete', rows[0], [rows[0], notes, rows[1]]);
    assert.deepEqual(
      parts.lab.runs.map(({ id }) => id),
      [ids[0]],
    );
    await vscode.commands.executeCommand('digitsLab.restore', { runId: ids[2] });
    await vscode.commands.executeCommand('digitsLab.undo');
    assert.equal(parts.lab.runs.length, 3);
  });
});
