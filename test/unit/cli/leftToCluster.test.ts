import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { leftToCluster } from '../../../src/cli/leftToCluster';
import { outputTo } from '../../../src/cli/output';
import { plainStyle } from '../../../src/cli/textSink';
import { clusterPlanOfSweep, type ClusterPlan } from '../../../src/cluster/clusterPlan';
import { sweepStore } from '../../../src/designs/sweepStore';
import { sweepOf } from '../experiment/sweeps/sweeps';
import { Collected } from './testCli';

describe('a plan that this machine is to train, and of which a cluster may have runs', function () {
  const { PATH } = process.env;
  const sweep = sweepOf({ kind: 'grid', parameters: { num_filters: [2, 4] }, seeds: 2 });
  const name = `digits-${sweep.id}-0`;
  let base: string;
  let plan: ClusterPlan;
  let err: Collected;
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  beforeEach(async () => {
    base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-left-')));
    const runs = path.join(base, '.digits', 'runs');
    mkdirSync(runs, { recursive: true });
    mkdirSync(path.join(base, 'bin'));
    process.env['PATH'] = `${base}/bin:/usr/bin:/bin`;
    plan = clusterPlanOfSweep(await sweepStore(runs).write(sweep), runs);
    err = new Collected();
  });
  afterEach(() => {
    process.env['PATH'] = PATH;
    rmSync(base, { recursive: true });
  });

  const left = async (): Promise<string[]> => {
    const output = outputTo({ out: new Collected(), err, isTerminal: false, columns: 80, style: plainStyle });
    return [...(await leftToCluster(plan, {}, { output }))];
  };
  /** In place of Slurm's, which leaves a trace of having been called. */
  const squeue = (says: string): void => {
    writeFileSync(path.join(base, 'bin', 'squeue'), `#!/bin/sh\ntouch '${base}/asked'\n${says}\n`);
    chmodSync(path.join(base, 'bin', 'squeue'), 0o755);
  };
  const wasAsked = (): boolean => existsSync(path.join(base, 'asked'));
  const write = (id: string, jobs: readonly object[]): void => {
    mkdirSync(path.join(base, '.digits', 'sweeps', id, 'slurm'), { recursive: true });
    writeFileSync(path.join(base, '.digits', 'sweeps', id, 'slurm', 'jobs.json'), JSON.stringify({ schemaVersion: 1, plan: id, jobs }));
  };
  const job = (type: 'planned' | 'submitted', of = name): object => ({
    name: of,
    offset: 0,
    tasks: '0-3',
    throttle: null,
    submission: type === 'planned' ? { type } : { type, at: '2026-01-31T12:00:00.000Z', jobId: 7, cluster: null },
  });

  it('is trained here without a word and without asking Slurm where nothing of it was submitted, whatever was of others', async () => {
    squeue(`echo "7|0-3|RUNNING|0|0||None|${name}"`);
    const other = '20260102-000000-cccc';
    await sweepStore(plan.runsFolder).write({ ...sweep, id: other });
    write(other, [job('submitted', `digits-${other}-0`)]);
    assert.deepEqual(await left(), []);
    write(plan.id, [job('planned')]);
    assert.deepEqual(await left(), []);
    assert.deepEqual([err.text, wasAsked()], ['', false]);
  });

  it('leaves to it what waits and runs there', async () => {
    squeue(`echo "7|0|RUNNING|0|0||None|${name}"; echo "7|1-2|PENDING|0|0||Priority|${name}"; echo "7|3|FAILED|256|0||None|${name}"`);
    write(plan.id, [job('submitted')]);
    assert.deepEqual(
      await left(),
      plan.runs.slice(0, 3).map(({ id }) => id),
    );
    assert.equal(err.text, '3 runs of this plan are under way at Slurm and left to it, not trained here: digits queue shows them.\n');
  });

  it('leaves to it what it may have, and says what to do where it has nothing any more', async () => {
    squeue('echo "slurm_load_jobs error: Unable to contact slurm controller (connect failure)" >&2; exit 1');
    write(plan.id, [job('submitted')]);
    assert.equal((await left()).length, 4);
    assert.match(
      err.text,
      /^Whether Slurm has 4 runs of this plan is not known, and they are left to it: .* remove .*\/slurm; the same command/,
    );
  });

  it('is trained here where what was submitted is of the folder of which this one is a copy', async () => {
    squeue('exit 1');
    write(plan.id, [job('submitted')]);
    const ledger = { schemaVersion: 1, plan: plan.id, folder: { path: '/elsewhere', inode: '1' }, jobs: [job('submitted')] };
    writeFileSync(path.join(plan.folder, 'slurm', 'jobs.json'), JSON.stringify(ledger));
    assert.deepEqual(await left(), []);
    assert.match(err.text, /^warning: .*this folder is a copy/);
    assert.equal(wasAsked(), false);
  });
});
