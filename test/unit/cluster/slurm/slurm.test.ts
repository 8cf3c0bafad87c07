import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { logFile, scriptFile } from '../../../../src/cluster/slurm/folders';
import { readLedger, writeLedger, type Ledger } from '../../../../src/cluster/slurm/ledger';
import type { SlurmError } from '../../../../src/cluster/slurm/slurmError';
import { planSubmission, submitPlanned, type Submissions, type TakenUp } from '../../../../src/cluster/slurm/submissions';
import { exitOf, stateInWords } from '../../../../src/cluster/slurm/taskState';
import { withSlurm } from '../../../slurmCluster';
import { jobIdOf, jobsOf, PlansOnSlurm, request, type PlanOnSlurm } from '../../../slurmPlan';
import { untilReads } from '../../../until';

withSlurm('with a real Slurm', { maxArray: 5, cpus: 4 }, () => {
  let plans: PlansOnSlurm;
  before(() => (plans = new PlansOnSlurm()));
  after(() => plans?.remove());
  const ofPlan = ({ folder, plan, size, client }: PlanOnSlurm): Submissions => ({ folder, plan, size, client });
  const all = (runs: number, state: string): string[] => Array.from({ length: runs }, () => state);

  it('runs each run of a plan once, in as many arrays as the cluster needs, and knows its log', async () => {
    const at = plans.newPlan('exit 0', 12, { request: { ...request, throttle: 6 } });
    const planned = await planSubmission(at, at.planned);
    assert.deepEqual(
      planned.jobs.map(({ name, tasks, submission }) => [name, tasks, submission.type]),
      [
        [`digits-${at.plan}-0`, '0-4', 'planned'],
        [`digits-${at.plan}-5`, '0-4', 'planned'],
        [`digits-${at.plan}-10`, '0-1', 'planned'],
      ],
    );
    assert.match(readFileSync(path.join(at.folder, `slurm/digits-${at.plan}-5.sh`), 'utf8'), /^#SBATCH --array=0-4%2$/m);
    assert.deepEqual(at.attempts(), []);
    const ledger = await submitPlanned(at, at.planned);
    assert.deepEqual(await readLedger(at.folder, at.plan), ledger);
    await untilReads('the tasks', () => at.states(ledger), all(12, 'COMPLETED'));
    assert.deepEqual(
      at.attempts(),
      at.planned.runs.map(run => `${run}`),
    );
    assert.equal(readFileSync(path.join(at.folder, 'began.11'), 'utf8'), `digits-${at.plan}-10 1\n`);
    const log = path.join(at.folder, logFile(ledger.jobs[1]!.name, jobIdOf(ledger, 1), 3));
    assert.equal(readFileSync(log, 'utf8'), `this is run 8 of ${at.planned.planFile}\n`);

    assert.deepEqual(await at.submit(), ledger);
    assert.equal(at.attempts().length, 12);
    await at.client.cancel(jobsOf(ledger));
  });

  it('takes more runs of the plan, and some once more, under names of their own', async () => {
    const at = plans.newPlan('[ "$SLURM_ARRAY_TASK_ID" != 1 ] || exit 7', 2);
    const first = await at.submit();
    await untilReads('the tasks', () => at.states(first), ['COMPLETED', 'FAILED (NonZeroExitCode)']);
    const [failed] = (await at.client.queue()).filter(({ jobId, tasks }) => jobId === jobIdOf(first) && tasks === '1');
    assert.deepEqual(exitOf(failed!), { code: 7, signal: 0 });

    assert.deepEqual(
      (await at.submit({ runs: [0, 1, 2, 4] })).jobs.map(({ name, tasks }) => [name, tasks]),
      [
        [`digits-${at.plan}-0`, '0-1'],
        [`digits-${at.plan}-0-r2`, '2,4'],
      ],
    );
    const ledger = await at.submit({ runs: [1], again: true });
    assert.deepEqual([ledger.jobs[2]!.name, ledger.jobs[2]!.tasks], [`digits-${at.plan}-0-r3`, '1']);
    await untilReads('the tasks', async () => (await at.states(ledger)).filter(state => state.startsWith('FAILED')).length, 2);
    await untilReads('the attempts', () => Promise.resolve(at.attempts()), ['0', '1', '1', '2', '4']);
  });

  it('does not submit twice what was submitted when the process died', async () => {
    const at = plans.newPlan('exit 0', 3);
    const { jobs } = await planSubmission(at, at.planned);
    const [job] = jobs;
    const { jobId } = await at.client.submit(path.join(at.folder, `slurm/${job!.name}.sh`), at.folder);
    const died = (time: string): Promise<void> =>
      writeLedger(
        at.folder,
        { schemaVersion: 1, plan: at.plan, jobs: [{ ...job!, submission: { type: 'submitting', at: time } }] },
        () => undefined,
      );
    await died(new Date().toISOString());
    const ledger = await submitPlanned(at, at.planned);
    assert.equal(jobIdOf(ledger), jobId);
    await untilReads('the tasks', () => at.states(ledger), all(3, 'COMPLETED'));
    assert.deepEqual(at.attempts(), ['0', '1', '2']);

    // Slurm does not know that name any more, but there are logs of it.
    const forgotten = { ...job!, name: `digits-${at.plan}-7777` };
    writeFileSync(path.join(at.folder, `slurm/logs/${forgotten.name}.4242_1.log`), '');
    const old = { type: 'submitting', at: '2026-01-31T12:00:00.000Z' } as const;
    await writeLedger(at.folder, { schemaVersion: 1, plan: at.plan, jobs: [{ ...forgotten, submission: old }] }, () => undefined);
    assert.equal(jobIdOf(await submitPlanned(at, at.planned)), 4242);
  });

  it('submits what was not submitted when the process died, once nobody can be submitting it any more', async () => {
    const at = plans.newPlan('exit 0', 1);
    const { jobs } = await planSubmission(at, at.planned);
    const began = Date.parse('2026-01-31T12:00:00.000Z');
    const died: Ledger = {
      schemaVersion: 1,
      plan: at.plan,
      // No other test has this name.
      jobs: [{ ...jobs[0]!, name: `digits-${at.plan}-8888`, submission: { type: 'submitting', at: new Date(began).toISOString() } }],
    };
    // What stands there is not what is submitted.
    writeFileSync(path.join(at.folder, `slurm/digits-${at.plan}-8888.sh`), '#!/bin/sh\ntouch trapped\n');
    await writeLedger(at.folder, died, () => undefined);
    await assert.rejects(submitPlanned({ ...ofPlan(at), now: () => began + 5_000 }, at.planned), (error: SlurmError) => {
      assert.equal(error.problem, 'unreachable');
      assert.match(error.message, /may still be under way. Ask again in 60 seconds\.$/);
      return true;
    });
    assert.deepEqual(await readLedger(at.folder, at.plan), died);
    const ledger = await submitPlanned({ ...ofPlan(at), now: () => began + 65_000 }, at.planned);
    assert.ok(jobIdOf(ledger) > 0);
    await untilReads('the attempts', () => Promise.resolve(at.attempts()), ['0']);
    assert.ok(!readdirSync(at.folder).includes('trapped'));
  });

  it('takes up what a person has submitted by hand, by a script that works in any folder', async () => {
    const at = plans.newPlan('exit 0', 2);
    const [job] = (await planSubmission(at, at.planned)).jobs;
    const script = path.join(at.folder, scriptFile(job!.name));
    const { stdout, stderr, status } = spawnSync('sbatch', ['--parsable', script], { cwd: '/', encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const told: TakenUp[] = [];
    const ledger = await planSubmission({ ...ofPlan(at), onTakenUp: one => told.push(one) }, at.planned);
    assert.deepEqual(told, [{ name: job!.name, tasks: '0-1', was: 'planned', jobId: Number(stdout) }]);
    assert.equal(jobIdOf(ledger), Number(stdout));
    await untilReads('the tasks', () => at.states(ledger), all(2, 'COMPLETED'));
    const log = path.join(at.folder, logFile(job!.name, Number(stdout), 1));
    assert.equal(readFileSync(log, 'utf8'), `this is run 1 of ${at.planned.planFile}\n`);
  });

  it('says why a submission was refused, in the words of sbatch, and takes it when it is mended', async () => {
    const at = plans.newPlan('exit 0', 2, { request: { ...request, partition: 'nosuch' } });
    await assert.rejects(at.submit(), { problem: 'refused', message: /^sbatch refused: .*[Ii]nvalid partition.* Nothing was submitted\./ });
    assert.equal((await readLedger(at.folder, at.plan))!.jobs[0]!.submission.type, 'refused');
    for (const [wrong, words] of [
      [{ partition: 'short' }, /time limit/i],
      [{ megabytes: 1_000_000 }, /[Mm]emory/],
      [{ constraint: 'avx9' }, /feature/i],
    ] as const) {
      await assert.rejects(at.submit({ request: { ...request, ...wrong } }), { problem: 'refused', message: words });
    }
    const ledger = await at.submit({ request });
    await untilReads('the tasks', () => at.states(ledger), all(2, 'COMPLETED'));
  });

  it('cancels one task, that runs or waits, or all, and lets one run again', async () => {
    const at = plans.newPlan('[ ! -e "$folder/wait" ] || exec tail -f /dev/null', 5, { request: { ...request, throttle: 2 } });
    writeFileSync(path.join(at.folder, 'wait'), '');
    const ledger = await at.submit();
    const jobId = jobIdOf(ledger);
    const { name } = ledger.jobs[0]!;
    await untilReads('the tasks', () => at.states(ledger), ['RUNNING', 'RUNNING', 'PENDING', 'PENDING', 'PENDING']);
    const waiting = (await at.client.queue()).find(record => record.jobId === jobId && record.tasks.includes('-'))!;
    assert.equal(stateInWords(waiting), 'PENDING (JobArrayTaskLimit)');
    await at.client.cancel([
      { name, jobId, tasks: '0' },
      { name, jobId, tasks: '3-4' },
    ]);
    await untilReads('the tasks', () => at.states(ledger), ['CANCELLED', 'RUNNING', 'RUNNING', 'unknown', 'unknown']);
    await at.client.cancel([{ name: `${name}-r9`, jobId }]);
    assert.deepEqual(await at.states(ledger), ['CANCELLED', 'RUNNING', 'RUNNING', 'unknown', 'unknown']);
    await at.client.cancel([{ name, jobId }]);
    await untilReads('the tasks', () => at.states(ledger), ['CANCELLED', 'CANCELLED', 'CANCELLED', 'unknown', 'unknown']);
    // Another name with that number, over already, and never there.
    await at.client.cancel([
      { name, jobId },
      { name, jobId: 4_000_000 },
    ]);
    rmSync(path.join(at.folder, 'wait'));
    await at.client.requeue([{ name, jobId, tasks: '1' }]);
    await untilReads('the tasks', () => at.states(ledger), ['CANCELLED', 'COMPLETED', 'CANCELLED', 'unknown', 'unknown']);
    const [record] = (await at.client.queue()).filter(one => one.jobId === jobId && one.tasks === '1');
    assert.equal(record!.restarts, 1);
    await assert.rejects(at.client.requeue([{ name: `${name}-r9`, jobId }]), {
      problem: 'refused',
      message: /does not know job \d+ \(.*-r9\)/,
    });
  });

  it('passes over what this user has set for these programs', async () => {
    const own = { SQUEUE_FORMAT: '%i', SQUEUE_STATES: 'R', SBATCH_ARRAY_INX: '0-1', SBATCH_JOB_NAME: 'mine', SLURM_BITSTR_LEN: '4' };
    Object.assign(process.env, own);
    try {
      const at = plans.newPlan('exit 0', 5);
      const ledger = await at.submit();
      await untilReads('the tasks', () => at.states(ledger), all(5, 'COMPLETED'));
    } finally {
      for (const name of Object.keys(own)) delete process.env[name];
    }
  });

  it('does not know what became of anything when there is no controller', async () => {
    const at = plans.newPlan('exit 0', 1);
    await planSubmission(at, at.planned);
    const conf = process.env['SLURM_CONF']!;
    const elsewhere = path.join(at.folder, 'slurm.conf');
    writeFileSync(elsewhere, readFileSync(conf, 'utf8').replace(/^SlurmctldPort=.*$/m, 'SlurmctldPort=9'));
    process.env['SLURM_CONF'] = elsewhere;
    try {
      await assert.rejects(at.client.queue(), { problem: 'unreachable', message: /does not answer: .* is not known until it does/ });
      await assert.rejects(submitPlanned(at, at.planned), { problem: 'unreachable' });
      assert.equal((await readLedger(at.folder, at.plan))!.jobs[0]!.submission.type, 'submitting');
      process.env['SLURM_CONF'] = path.join(at.folder, 'none.conf');
      await assert.rejects(at.client.queue(), { name: 'SlurmError' });
    } finally {
      process.env['SLURM_CONF'] = conf;
    }
    await assert.rejects(submitPlanned(at, at.planned), { problem: 'unreachable', message: /may still be under way/ });
    const ledger = await submitPlanned({ ...ofPlan(at), now: () => Date.now() + 70_000 }, at.planned);
    await untilReads('the tasks', () => at.states(ledger), ['COMPLETED']);
    assert.deepEqual(at.attempts(), ['0']);
  });

  it('lets one process at a time submit', async () => {
    const at = plans.newPlan('exit 0', 1);
    await planSubmission(at, at.planned);
    const both = await Promise.allSettled([submitPlanned(at, at.planned), submitPlanned(at, at.planned)]);
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    await untilReads('the attempts', () => Promise.resolve(at.attempts()), ['0']);
  });

  it('runs no program of the folder', async () => {
    const at = plans.newPlan('exit 0', 1);
    for (const program of ['squeue', 'sbatch', 'scontrol', 'timeout']) {
      writeFileSync(path.join(at.folder, program), '#!/bin/sh\ntouch "$(dirname "$0")/trapped"\n');
      chmodSync(path.join(at.folder, program), 0o755);
    }
    const { PATH: before } = process.env;
    process.env['PATH'] = `${at.folder}:${before}`;
    try {
      await at.submit();
    } finally {
      process.env['PATH'] = before;
    }
    assert.ok(!readdirSync(at.folder).includes('trapped'));
  });
});
