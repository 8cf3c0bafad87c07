import assert from 'node:assert/strict';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodeNpy } from '../../../src/artifacts/npy';
import { findRuns } from '../../../src/foreign/findRuns';
import { programs, recordings } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

describe('what can be imported', () => {
  const folder = temporaryFolder();
  const place = (name: string): string => {
    const made = path.join(folder(), name);
    mkdirSync(made, { recursive: true });
    return made;
  };
  const found = async (at: string): Promise<string[]> =>
    (await findRuns(at, programs)).runs.map(run =>
      path
        .relative(folder(), run.path)
        .split(path.sep)
        .join('/')
        .replace(/run [0-9a-f]{32}/, 'run …'),
    );

  it('is found in a folder that has all of it', async () => {
    const all = place('all');
    cpSync(path.join(recordings, 'wandb', '0.16.2'), path.join(all, 'wandb'), { recursive: true });
    cpSync(path.join(recordings, 'mlflow'), path.join(all, 'tracking'), { recursive: true });
    cpSync(path.join(recordings, 'tensorboard'), path.join(all, 'logs'), { recursive: true });
    cpSync(path.join(recordings, 'csv'), path.join(all, 'tables'), { recursive: true });
    mkdirSync(path.join(all, 'node_modules', 'x'), { recursive: true });
    writeFileSync(path.join(all, 'node_modules', 'x', 'a.csv'), 'epoch,loss\n0,1\n');
    symlinkSync(all, path.join(all, 'wandb', 'latest-run'));
    const runs = (await found(all)).map(run => run.replace(/[0-9a-f]{32}|\d{18}/g, '…'));
    assert.deepEqual(runs.toSorted(), [
      'all/logs/first run',
      'all/logs/old',
      'all/tables/keras/training.csv',
      'all/tables/lightning/version_0/metrics.csv',
      'all/tracking/mlflow.db, run …',
      'all/tracking/mlflow.db, run …',
      'all/tracking/mlruns/…/…',
      'all/tracking/mlruns/…/…',
      'all/wandb/offline-run-20261123_132647-k3x9ab12',
    ]);
  });

  it('may be a file', async () => {
    const home = place('files');
    cpSync(path.join(recordings, 'wandb', '0.16.2', 'offline-run-20261123_132647-k3x9ab12'), home, { recursive: true });
    assert.deepEqual(await found(path.join(home, 'run-k3x9ab12.wandb')), ['files/run-k3x9ab12.wandb']);
    writeFileSync(path.join(home, 'readme.txt'), 'x');
    await assert.rejects(findRuns(path.join(home, 'readme.txt'), programs), /this is nothing that can be imported\. Expected arrays/);
    writeFileSync(path.join(home, 'one.zip'), 'PK');
    await assert.rejects(findRuns(path.join(home, 'one.zip'), programs), /this is an archive.*: unpack it into \.digits\/runs\./);
    await assert.rejects(findRuns(path.join(home, 'gone'), programs), /gone: there is no such file or folder\./);
    await assert.rejects(findRuns(place('empty'), programs), /nothing in this folder can be imported\. Expected arrays/);
  });

  it('are arrays as before, also beside a table', async () => {
    const home = place('arrays');
    writeFileSync(path.join(home, 'y_true.npy'), encodeNpy({ shape: [2], data: Uint8Array.of(0, 1) }));
    writeFileSync(path.join(home, 'history.csv'), 'epoch,loss\n0,1\n');
    assert.deepEqual(await findRuns(home, programs), { runs: [], areArrays: true });
    assert.deepEqual(await findRuns(path.join(home, 'y_true.npy'), programs), { runs: [], areArrays: true });
    assert.deepEqual(await found(path.join(home, 'history.csv')), ['arrays/history.csv']);
  });

  it('is not looked for without an end', async () => {
    const home = place('deep');
    const deep = Array.from({ length: 10 }, (_, i) => `${i}`);
    mkdirSync(path.join(home, ...deep), { recursive: true });
    writeFileSync(path.join(home, ...deep, 'log.csv'), 'epoch,loss\n0,1\n');
    await assert.rejects(findRuns(home, programs), /nothing in this folder can be imported/);
  });
});
