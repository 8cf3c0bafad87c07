import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';
import { viewIds } from '../../src/contributions';
import { findRun, long, theExtension, train, until } from './extension';
import { heldByExtension } from './watchedApi';

/** Child processes of the extension host that train. */
function trainers(): string[] {
  const lines = execFileSync('ps', ['-eo', 'ppid,pid,args'], { encoding: 'utf8' }).split('\n');
  return lines.filter(line => line.trim().startsWith(`${process.pid} `) && line.includes('trainer.js'));
}

/** How many of each kind of thing keep this process at work. */
function resources(...kinds: readonly string[]): Record<string, number> {
  const all = process.getActiveResourcesInfo();
  return Object.fromEntries(kinds.map(kind => [kind, all.filter(one => one === kind).length]));
}

// Its name puts this file last: no test after it finds the extension.
describe('the end of the extension', () => {
  const kinds = ['ProcessWrap', 'PipeWrap', 'FSEventWrap', 'StatWatcher'];

  it('leaves no listener, timer, file watcher or process, even of a run that is trained and a dashboard that is open', async () => {
    const idle = resources(...kinds);
    const listeners = process.eventNames().map(name => [name, process.listenerCount(name)]);
    const id = await train(long, true);
    await until(async () => ((await findRun(id))?.epochs ?? 0) >= 2);
    assert.equal(trainers().length, 1);
    assert.ok(heldByExtension().length > 60, 'what it holds is seen');
    assert.ok(
      heldByExtension().some(one => one.startsWith('setInterval')),
      'timers are seen',
    );
    const bundle = path.join(theExtension().extensionPath, 'dist', 'extension.js');
    const load = createRequire(bundle);
    assert.ok(load.cache[load.resolve(bundle)], 'VS Code loaded this very module');
    const { deactivate } = load(bundle) as { deactivate: () => Promise<void> };
    await deactivate();
    // What was closed is gone in the turn after.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    assert.deepEqual(heldByExtension(), []);
    assert.deepEqual(trainers(), []);
    assert.deepEqual(resources(...kinds), idle);
    assert.deepEqual(
      process.eventNames().map(name => [name, process.listenerCount(name)]),
      listeners,
    );
    // VS Code does it again when the window goes.
    await deactivate();
  });

  it('leaves no command', async () => {
    const left = (await vscode.commands.getCommands(true)).filter(
      id => id.startsWith('digitsLab.') && !Object.values(viewIds).some(view => id.startsWith(`${view}.`)),
    );
    assert.deepEqual(left, []);
  });
});
