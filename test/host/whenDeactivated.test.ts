import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import type * as Extension from '../../src/extension';
import type { ForTests } from '../../src/extension';
import { until } from '../until';
import { untilLab } from '../untilLab';
import { clear, extension, quick } from './extension';

// The last of these files, by its name: the others work with what `activate` gave them first.
describe('deactivation', () => {
  /** The module that VS Code itself has loaded. */
  const program = createRequire(__filename)(path.join(extension.extensionPath, 'dist', 'extension.js')) as typeof Extension;
  let parts: ForTests;
  before(async () => {
    parts = await extension.activate();
  });
  after(() => clear(parts));

  /** What keeps this process busy, by kind. */
  const resources = (): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return counts;
  };
  const trainers = (): string[] =>
    execFileSync('ps', ['-eo', 'ppid,args'])
      .toString()
      .split('\n')
      .filter(line => line.trim().startsWith(`${process.pid} `) && line.includes('trainer.js'));

  it('leaves no process, timer, watcher or listener, and the next activation goes on with the run', async function () {
    if (process.platform === 'win32') this.skip();
    await program.deactivate();
    const before = resources();
    parts = program.activate(parts.context)!;
    const id = await vscode.commands.executeCommand<string>('digitsLab.train', { ...quick, epochs: 5000 });
    await untilLab(parts.lab, () => (parts.lab.find(id)?.live?.epochs.length ?? 0) >= 1);
    assert.equal(trainers().length, 1);
    let told = 0;
    parts.lab.onChanged(() => told++);
    parts.tree.onDidChangeTreeData(() => told++);

    const ending = program.deactivate();
    told = 0;
    await ending;
    assert.deepEqual(trainers(), []);
    await assert.rejects(async () => vscode.commands.executeCommand('digitsLab.copyId', id), /not found/);
    await parts.lab.refresh();
    assert.equal(told, 0, 'nobody listens any more');
    // VS Code has timers of its own that come and go: what the extension left would stay.
    // The wait has a timer too, for its limit.
    const allowed = (kind: string): number => (before.get(kind) ?? 0) + (kind === 'Timeout' ? 1 : 0);
    const more = (): string[] =>
      [...resources()].flatMap(([kind, count]) => (count > allowed(kind) ? [`${count} × ${kind}, not ${allowed(kind)}`] : []));
    await until({ isSo: () => more().length === 0, what: 'nothing of the extension to be left', seen: more, on: atEveryTurn });

    parts = program.activate(parts.context)!;
    await untilLab(parts.lab, () => parts.lab.find(id)?.isOwn === true);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});

/** Not by a timer, which would itself keep the process busy; nor is the next turn asked for while it is looked. */
function atEveryTurn(look: () => void): readonly [{ dispose: () => void }] {
  let isOver = false;
  const next = (): void => {
    setImmediate(() => {
      look();
      if (!isOver) next();
    });
  };
  next();
  return [{ dispose: () => void (isOver = true) }];
}
