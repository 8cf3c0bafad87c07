import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { decodeNpy } from '../../src/artifacts/npy';
import type { RunConfig } from '../../src/contract/run';
import { isRunId } from '../../src/contract/runId';
import type { RunSummary } from '../../src/contract/summary';
import { runPaths } from '../../src/runFolder/paths';
import { dashboardTabs, execute, findRun, long, quick, runsFolder, theApi, train, until, untilStatus } from './extension';
import { answerMessage, messageShown } from './watchedApi';

describe('digitsLab.train', () => {
  /** A run of `quick` that has ended. */
  let done: string;
  before('train a run', async () => {
    done = await train(quick);
    await untilStatus(done, 'completed');
  });

  it('trains with the parameters that it is given, and says which run it is', () => {
    assert.ok(isRunId(done));
    const config = JSON.parse(readFileSync(runPaths(path.join(runsFolder(), done)).config, 'utf8')) as RunConfig;
    assert.equal(config.id, done);
    assert.equal(config.parameters.num_filters, 4);
    assert.equal(config.parameters.activation_fun, 'relu', 'what is not given has its default');
  });

  it('leaves a folder with everything, whose matrix is that of its predictions', () => {
    const paths = runPaths(path.join(runsFolder(), done));
    const { owner, notes, ...kept } = paths;
    for (const file of Object.values(kept)) assert.ok(existsSync(file), file);
    assert.ok(!existsSync(owner), 'nobody works on it any more');
    assert.ok(!existsSync(notes), 'nobody has written any');
    const { confusionMatrix, testAccuracy } = JSON.parse(readFileSync(paths.summary, 'utf8')) as RunSummary;
    const [truth, predicted] = [paths.groundTruth, paths.predictions].map(file =>
      Array.from<number | bigint, number>(decodeNpy(readFileSync(file), file).data, Number),
    ) as [number[], number[]];
    const counted = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 0));
    for (let i = 0; i < truth.length; i++) counted[truth[i]!]![predicted[i]!]!++;
    assert.deepEqual(confusionMatrix, counted);
    const right = truth.filter((digit, i) => digit === predicted[i]).length;
    assert.equal(testAccuracy, right / truth.length);
  });

  it('takes a name, tags and a parent', async () => {
    const id = await execute('digitsLab.train', { parameters: quick, name: 'second', tags: ['a', 'b'], parent: done, open: false });
    const run = await untilStatus(id as string, 'completed');
    assert.equal(run.labels.name, 'second');
    assert.deepEqual(run.labels.tags, ['a', 'b']);
    assert.equal(run.parent, done);
  });

  for (const [what, parameters, message] of [
    ['a value out of its range', { epochs: 0 }, /epochs/],
    ['a value of another type', { learning_rate: 'fast' }, /learning_rate/],
    ['a parameter that does not exist', { filters: 3 }, /filters/],
    ['parameters that do not go together', { num_layers: 6 }, /num_layers/],
    ['something else than an object', 12, /expected an object/],
    ['nothing that is an object', null, /expected an object/],
  ] as const) {
    it(`refuses ${what} and names it`, async () => {
      const before = await (await theApi()).runs();
      await assert.rejects(Promise.resolve(vscode.commands.executeCommand('digitsLab.train', parameters)), { message });
      assert.equal((await (await theApi()).runs()).length, before.length);
    });
  }

  it('lets a second run wait, stops the first with what it has, and goes on with it', async () => {
    const api = await theApi();
    const first = await train(long);
    const second = await train(quick);
    assert.deepEqual(await api.queue(), [second]);
    assert.equal(await findRun(second), undefined);
    await until(async () => ((await findRun(first))?.epochs ?? 0) >= 2);
    await execute('digitsLab.stop', first);
    const stopped = await untilStatus(first, 'stopped');
    assert.ok(stopped.summary?.confusionMatrix, 'it was evaluated');
    await untilStatus(second, 'completed');
    assert.deepEqual(await api.queue(), []);
    const before = stopped.epochs;
    await execute('digitsLab.resume', first);
    await until(async () => ((await findRun(first))?.epochs ?? 0) > before);
    await execute('digitsLab.stop', first);
    assert.ok((await untilStatus(first, 'stopped')).epochs > before);
  });

  it('takes a waiting run out of the queue', async () => {
    const api = await theApi();
    const first = await train(long);
    const second = await train(quick);
    await execute('digitsLab.removeFromQueue', second);
    assert.deepEqual(await api.queue(), []);
    await until(async () => (await findRun(first))?.status === 'running');
    await execute('digitsLab.stop', first);
    await untilStatus(first, 'stopped');
    assert.equal(await findRun(second), undefined);
  });

  it('does not delete a run that is trained', async () => {
    const id = await train(long);
    await untilStatus(id, 'running');
    await assert.rejects(execute('digitsLab.delete', id), { message: /is being trained; stop it first/ });
    assert.ok(existsSync(path.join(runsFolder(), id)));
    await execute('digitsLab.stop', id);
    await untilStatus(id, 'stopped');
  });

  it('deletes a run that a person wants to be deleted', async () => {
    const id = await train(quick);
    await untilStatus(id, 'completed');
    answerMessage(/^Delete the run/, 'Cancel');
    await execute('digitsLab.delete', id);
    assert.equal((await findRun(id))?.status, 'completed');
    answerMessage(/^Delete the run/, 'Delete');
    await execute('digitsLab.delete', id);
    assert.equal(await findRun(id), undefined);
    assert.ok(!existsSync(path.join(runsFolder(), id)));
  });

  it('says of a reproduction that it is identical, with the threads of the original', async () => {
    const id = (await execute('digitsLab.reproduce', done)) as string;
    assert.match(await messageShown(/^Reproduction of/), /Identical: the same weights, probabilities and metrics/);
    const run = await findRun(id);
    assert.equal(run?.parent, done);
    const [original, again] = [done, id].map(
      one => JSON.parse(readFileSync(runPaths(path.join(runsFolder(), one)).config, 'utf8')) as RunConfig,
    );
    assert.deepEqual(again?.engine, original?.engine);
  });

  it('reproduces only what was completed', async () => {
    const id = await train(long);
    await untilStatus(id, 'running');
    await assert.rejects(execute('digitsLab.reproduce', id), { message: /only a completed run can be reproduced/ });
    await execute('digitsLab.stop', id);
    await untilStatus(id, 'stopped');
  });

  describe('and then the commands on a run', () => {
    it('copy its id', async () => {
      await execute('digitsLab.copyId', done);
      assert.equal(await vscode.env.clipboard.readText(), done);
    });

    it('pin and unpin it', async () => {
      await execute('digitsLab.pin', done);
      assert.equal((await findRun(done))?.labels.pinned, true);
      assert.match(readFileSync(runPaths(path.join(runsFolder(), done)).labels, 'utf8'), /"pinned": true/);
      await execute('digitsLab.unpin', done);
      assert.equal((await findRun(done))?.labels.pinned, false);
    });

    it('archive and restore it', async () => {
      await execute('digitsLab.archive', done);
      assert.equal((await findRun(done))?.labels.archived, true);
      await execute('digitsLab.unarchive', done);
      assert.equal((await findRun(done))?.labels.archived, false);
    });

    it('open its config and begin its notes', async () => {
      await execute('digitsLab.openConfig', done);
      assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, runPaths(path.join(runsFolder(), done)).config);
      await execute('digitsLab.openNotes', done);
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /# Hypothesis/);
    });

    it('open its dashboard, once', async () => {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      assert.deepEqual(dashboardTabs(), []);
      const opened = new Promise<void>(resolve => {
        const listening = vscode.window.tabGroups.onDidChangeTabs(() => {
          if (dashboardTabs().length === 0) return;
          listening.dispose();
          resolve();
        });
      });
      await execute('digitsLab.openDashboard', done);
      await opened;
      await execute('digitsLab.openConfusionMatrix', done);
      assert.equal(dashboardTabs().length, 1);
    });

    it('say which run there is not', async () => {
      await assert.rejects(execute('digitsLab.openDashboard', '20200101-000000-aaaa'), { message: /There is no run 20200101-000000-aaaa/ });
    });
  });
});
