import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ClusterQueue } from '../../../../src/cluster/clusterQueue';
import { readSettings } from '../../../../src/cluster/clusterSettings';
import { sweepStore } from '../../../../src/designs/sweepStore';
import type { Cluster } from '../../../../src/ui/cluster/cluster';
import { Disposables } from '../../../../src/util/disposables';
import type { Disposable } from '../../../../src/util/emitter';
import { systemClock } from '../../../../src/util/clock';
import { until } from '../../../until';
import { sweepOf } from '../../experiment/sweeps/sweeps';
import { FakeEditor } from '../../fakeEditor';

const sweep = sweepOf({ kind: 'grid', parameters: { num_filters: [2, 4] } });
const [first, second] = sweep.runs.map(({ id }) => id);

describe('what the editor knows of a cluster', function () {
  const isWindows = process.platform === 'win32';
  const editor = new FakeEditor();
  const { PATH, XDG_CONFIG_HOME } = process.env;
  let installed: Disposable;
  let home: string;
  let runsFolder: string;
  let disposables: Disposables;
  before(function () {
    if (isWindows) this.skip();
    installed = editor.install();
  });
  after(() => isWindows || installed.dispose());
  beforeEach(async () => {
    home = mkdtempSync(path.join(os.tmpdir(), 'digits-known-'));
    runsFolder = path.join(home, '.digits', 'runs');
    const bin = path.join(home, 'bin');
    mkdirSync(runsFolder, { recursive: true });
    mkdirSync(bin);
    Object.assign(process.env, { PATH: bin, XDG_CONFIG_HOME: home });
    const name = `digits-${sweep.id}-0`;
    const answer = [`7|0|RUNNING|0|0|n1|None|${name}|`, `7|1|COMPLETED|0|0|n2|None|${name}|`].join('\\n');
    writeFileSync(path.join(bin, 'squeue'), `#!/bin/sh\nprintf '${answer}\\n'\n`);
    chmodSync(path.join(bin, 'squeue'), 0o755);
    const { folder } = await sweepStore(runsFolder).write(sweep);
    mkdirSync(path.join(folder, 'slurm'));
    const submission = { type: 'submitted', at: '2026-01-31T12:00:00.000Z', jobId: 7, cluster: null };
    const jobs = [{ name, offset: 0, tasks: '0-1', throttle: null, submission }];
    writeFileSync(path.join(folder, 'slurm', 'jobs.json'), JSON.stringify({ schemaVersion: 1, plan: sweep.id, jobs }));
    editor.changed.clear();
    disposables = new Disposables();
  });
  afterEach(async () => {
    await disposables.dispose();
    process.env['PATH'] = PATH;
    if (XDG_CONFIG_HOME === undefined) delete process.env['XDG_CONFIG_HOME'];
    else process.env['XDG_CONFIG_HOME'] = XDG_CONFIG_HOME;
    rmSync(home, { recursive: true });
  });

  async function clusterOf(listed: Promise<void> = Promise.resolve()): Promise<Cluster> {
    const { Cluster: Class } = await import('../../../../src/ui/cluster/cluster');
    const lab = { runsFolders: [path.join(home, '.digits', 'runs')], listed, find: () => undefined, look: () => Promise.resolve() };
    return disposables.add(new Class({ lab, clock: systemClock, log: assert.fail, disposables }));
  }

  it('is told once the runs are read, which say what has become of the tasks', async () => {
    let isListed = false;
    const listed = new ClusterQueue([runsFolder]).look().then(() => void (isListed = true));
    const cluster = await clusterOf(listed);
    const told: boolean[] = [];
    cluster.onChanged(() => told.push(isListed));
    await cluster.looked;
    assert.deepEqual(told, [true]);
    assert.deepEqual([first!, second!].map(cluster.isUnderWay), [true, false]);
    assert.deepEqual(cluster.counts, { running: 1, waiting: 0 });
    assert.equal(cluster.inWords([first!, second!]), '1 running at Slurm');
  });

  it('is nothing in a folder that is not trusted', async () => {
    editor.isTrusted = false;
    const cluster = await clusterOf();
    await cluster.looked;
    editor.isTrusted = true;
    assert.deepEqual(cluster.designs, []);
  });

  it('is offered as the last setting says, however long it takes to look after the one before', async () => {
    const cluster = await clusterOf();
    editor.set('digitsLab.slurm.partition', 'debug');
    await until({ isSo: () => cluster.mayBeThere, seen: () => cluster.mayBeThere });
    // What the setting before it had looked for has come by then.
    for (let i = 0; i < 3; i++) await readSettings();
    assert.equal(cluster.mayBeThere, true);
  });
});
