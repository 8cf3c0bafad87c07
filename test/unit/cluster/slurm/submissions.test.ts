import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { logsOf } from '../../../../src/cluster/slurm/foundAgain';
import { heldJob, jobsToKeep, runningAtOnce, type HeldJob } from '../../../../src/cluster/slurm/heldJobs';
import { readLedger, writeLedger, type LedgerJob } from '../../../../src/cluster/slurm/ledger';
import { SlurmClient } from '../../../../src/cluster/slurm/slurmClient';
import {
  dismissTasks,
  isOverdue,
  planSubmission,
  submitPlanned,
  type Submissions,
  type TakenUp,
} from '../../../../src/cluster/slurm/submissions';
import { TaskStates } from '../../../../src/cluster/slurm/taskState';
import { request } from '../../../slurmPlan';

const plan = '20260131-120000-abcd';
const at = '2026-01-31T12:00:00.000Z';
const job = (more: Partial<LedgerJob> = {}): LedgerJob => ({
  name: `digits-${plan}-0`,
  offset: 0,
  tasks: '0-3',
  throttle: null,
  submission: { type: 'submitted', at, jobId: 7, cluster: null },
  ...more,
});

describe('a submission that was begun', () => {
  it('is under way for a while, and not when it was begun later than any clock is ahead', () => {
    const after = (seconds: number): boolean => isOverdue({ at }, Date.parse(at) + seconds * 1000);
    assert.deepEqual([-66, -65, 0, 64, 65].map(after), [true, false, false, false, true]);
    assert.ok(isOverdue({ at: 'x' }, 0));
  });
});

describe('jobs of a plan that were submitted', () => {
  const none = new TaskStates([]);
  const held = (tasks: string, state: string): TaskStates =>
    new TaskStates([{ name: `digits-${plan}-0`, jobId: 7, tasks, state, reason: 'None', exit: '0', restarts: 0, nodes: '' }]);

  it('are held where Slurm has them, or may have', () => {
    assert.deepEqual(heldJob(job({ offset: 10 }), held('1-2', 'RUNNING')).held, [11, 12]);
    assert.deepEqual(heldJob(job(), held('1-2', 'FAILED')).held, []);
    assert.deepEqual(heldJob(job({ submission: { type: 'submitting', at } }), none).held, [0, 1, 2, 3]);
  });

  it('may run as many tasks at once as they let, and have', () => {
    const waiting = held('0-2', 'PENDING');
    const jobs = [job({ throttle: 2 }), job({ throttle: 50 }), job()];
    assert.equal(runningAtOnce(jobs.map(one => heldJob(one, waiting))), 2 + 3 + 3);
    assert.equal(runningAtOnce(jobs.map(one => heldJob(one, none))), 0);
  });

  it('are kept as many as can be, without those whose runs were submitted again, and then the oldest', () => {
    const many = Array.from({ length: 1000 }, (_, i): HeldJob => ({
      job: job({ name: `digits-${plan}-0-r${i + 4}`, tasks: '3' }),
      held: [],
    }));
    const [first, second, third] = [
      { job: job({ tasks: '0-9' }), held: [] },
      { job: job({ name: `digits-${plan}-0-r2`, tasks: '1-2' }), held: [] },
      { job: job({ name: `digits-${plan}-0-r3`, tasks: '1-2' }), held: [1] },
    ];
    assert.deepEqual(jobsToKeep([first, second, third]), [first, second, third]);
    assert.deepEqual(jobsToKeep([first, second, third, ...many.slice(2)]), [first, third, ...many.slice(2)]);
    const last = { job: job({ name: `digits-${plan}-0-r2000`, tasks: '4' }), held: [] };
    const unlike = Array.from({ length: 999 }, (_, i): HeldJob => ({ job: job({ tasks: `${i + 20}` }), held: [] }));
    assert.deepEqual(jobsToKeep([first, ...unlike, last]), [...unlike, last], 'the oldest');
    const atWork = many.map(one => ({ ...one, held: [3] }));
    assert.deepEqual(jobsToKeep([...atWork, last]), atWork);
    assert.throws(
      () => jobsToKeep([...atWork, third]),
      /^SlurmError: Slurm has 1001 arrays of this plan that wait or run; expected at most 1000\./,
    );
  });
});

describe('what is noted of submissions', function () {
  const { PATH } = process.env;
  let base: string;
  let folder: string;
  let submissions: Submissions;
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  beforeEach(() => {
    base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-submissions-')));
    folder = path.join(base, 'plan');
    mkdirSync(folder);
    mkdirSync(path.join(base, 'bin'));
    process.env['PATH'] = `${base}/bin:/usr/bin:/bin`;
    submissions = { folder, plan, size: 4, client: new SlurmClient(folder) };
  });
  afterEach(() => {
    process.env['PATH'] = PATH;
    rmSync(base, { recursive: true });
  });

  const write = (...jobs: LedgerJob[]): Promise<void> => {
    mkdirSync(path.join(folder, 'slurm'), { recursive: true });
    return writeLedger(folder, { schemaVersion: 1, plan, jobs }, () => undefined);
  };
  const dismiss = (...tasks: number[]): Promise<unknown> => dismissTasks(submissions, new Map([[job().name, tasks]]));
  /** In place of a program of Slurm: what it says in a moment that no real one has at will. */
  const put = (name: string, script: string): void => {
    writeFileSync(path.join(base, 'bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(base, 'bin', name), 0o755);
  };
  const batch = { request, planFile: '/plan.json', runsFolder: '/runs', digits: ['digits'] };

  it('says whose it is, and a copy changes nothing', async () => {
    await write(job());
    await dismiss(1);
    const ledger = await readLedger(folder, plan);
    assert.equal(ledger!.folder!.path, folder);
    await writeLedger(folder, { ...ledger!, folder: { path: '/elsewhere', inode: '1' } }, () => undefined);
    const before = readFileSync(path.join(folder, 'slurm/jobs.json'), 'utf8');
    await assert.rejects(dismiss(2), { name: 'RunFolderError', message: /it is of \/elsewhere, and this folder is a copy/ });
    assert.equal(readFileSync(path.join(folder, 'slurm/jobs.json'), 'utf8'), before);
  });

  it('has no tasks beyond the plan', async () => {
    const beyond = { name: 'RunFolderError', message: /digits-.*-0 has tasks beyond the plan, which has 4 runs\. .* remove slurm\// };
    for (const more of [{ tasks: '0-900' }, { offset: 1 }] as const) {
      await write(job({ ...more, submission: { type: 'submitting', at } }));
      await assert.rejects(submitPlanned(submissions, batch), beyond);
    }
    await write(job({ dismissed: '1,3-9999999' }));
    await dismiss(2);
    assert.equal((await readLedger(folder, plan))!.jobs[0]!.dismissed, '1-3');
  });

  it('is never written so that it could not be read', async () => {
    await write(job());
    await assert.rejects(write(job({ name: `digits-${plan}-0-r10000` })), { name: 'RunFolderError', message: /jobs\[0\]\.name: found / });
    assert.equal((await readLedger(folder, plan))!.jobs.length, 1);
  });

  it('says what is wrong with the folder', async () => {
    writeFileSync(path.join(folder, 'slurm'), '');
    await assert.rejects(dismiss(1), { name: 'RunFolderError', message: /slurm/ });
    rmSync(path.join(folder, 'slurm'));
    symlinkSync(base, path.join(folder, 'slurm'));
    await assert.rejects(dismiss(1), { name: 'RunFolderError', message: /slurm: this is a link/ });
    rmSync(folder, { recursive: true });
    await assert.rejects(dismiss(1), { name: 'RunFolderError', message: /what was submitted cannot be kept: ENOENT/ });
  });

  it('submits nothing where Slurm would write through a link', async () => {
    await write(job({ submission: { type: 'planned' } }));
    const logs = path.join(folder, 'slurm/logs');
    assert.deepEqual(await logsOf(folder), []);
    symlinkSync(base, logs);
    await assert.rejects(submitPlanned(submissions, batch), { name: 'RunFolderError', message: /logs: this is a link/ });
    rmSync(logs);
    mkdirSync(logs);
    writeFileSync(path.join(logs, 'a.log'), '');
    assert.deepEqual(await logsOf(folder), ['a.log']);
    symlinkSync(path.join(base, 'secret'), path.join(logs, `digits-${plan}-0.8_0.log`));
    await assert.rejects(submitPlanned(submissions, batch), {
      problem: 'refused',
      message: /-0\.8_0\.log: this is a link or a folder; expected the tasks' logs alone.* Remove it\./,
    });
  });

  it('takes a job that was not known to be submitted, and that Slurm has, and says so', async () => {
    put('scontrol', 'echo "MaxArraySize = 1001"');
    put('squeue', `echo "42|0-3|PENDING|0|0||Priority|digits-${plan}-0"`);
    put('sbatch', 'echo "it is not to be run" >&2; exit 1');
    const refused = job({ submission: { type: 'refused', at, reason: 'sbatch refused: x.' } });
    const submitted = { type: 'submitted', at, jobId: 42, cluster: null };
    const now = (): number => Date.parse(at);
    const told: TakenUp[] = [];
    const at42 = { ...submissions, now, onTakenUp: (one: TakenUp): unknown => told.push(one) };
    await write(refused);
    const { jobs } = await submitPlanned(at42, batch);
    assert.deepEqual(jobs, [job({ submission: submitted as LedgerJob['submission'] })]);
    for (const was of ['refused', 'submitting', 'planned'] as const) {
      const submission = { refused: refused.submission, submitting: { type: 'submitting', at }, planned: { type: 'planned' } } as const;
      await write(job({ submission: submission[was] }));
      const planned = await planSubmission(at42, { ...batch, runs: [0, 1, 2, 3], again: true });
      assert.deepEqual(planned.jobs, jobs, was);
    }
    const taken = (was: TakenUp['was']): TakenUp => ({ name: job().name, tasks: '0-3', was, jobId: 42 });
    assert.deepEqual(
      told,
      ['refused', 'refused', 'submitting', 'planned'].map(was => taken(was as TakenUp['was'])),
    );
  });

  it('does not take for submitted by hand what sbatch has refused, of which Slurm keeps a record', async () => {
    put('scontrol', 'echo "MaxArraySize = 1001"');
    put('squeue', `echo "42|0-3|FAILED|0|0||BadConstraints|digits-${plan}-0"`);
    await write(job({ submission: { type: 'planned' } }));
    const { jobs } = await planSubmission(submissions, { ...batch, runs: [0, 1, 2, 3], again: true });
    assert.deepEqual(jobs, [job({ submission: { type: 'planned' } })]);
  });

  it('leaves to earlier jobs what may run of them at once, and names each round once', async () => {
    put('scontrol', 'echo "MaxArraySize = 2"');
    put('squeue', `echo "7|0-1|RUNNING|0|0||None|digits-${plan}-0-r3"`);
    await write(job({ name: `digits-${plan}-0-r3`, tasks: '0-1', throttle: 6 }));
    const { jobs } = await planSubmission(submissions, {
      ...batch,
      request: { ...request, throttle: 6 },
      runs: [0, 1, 2, 3],
      again: true,
    });
    assert.deepEqual(
      jobs.slice(1).map(({ name, tasks, throttle }) => [name, tasks, throttle]),
      [[`digits-${plan}-2-r4`, '0-1', 4]],
    );
  });
});
