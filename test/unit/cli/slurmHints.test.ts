import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withSlurm } from '../../slurmCluster';
import { untilReads } from '../../until';
import { DigitsOnSlurm, json } from './digitsOnSlurm';

interface Submitted {
  readonly id: string;
  readonly folder: string;
  readonly submitted: readonly { readonly jobId: number }[];
}

/** What a person is told who is new to Slurm, by the real program. */
withSlurm('what digits says of a real Slurm', { cpus: 1 }, () => {
  const lab = new DigitsOnSlurm();
  const { digits } = lab;
  after(() => lab.remove());
  const asked = ['--executor', 'slurm', '--time', '5', '--mem', '100M'];
  const elsewhere = ['--runs', "ada's runs/runs"];
  const named = String.raw`--runs 'ada'\''s runs/runs'`;
  let file = '';
  let plan: Submitted;
  const ledgerOf = (): string => path.join(plan.folder, 'slurm/jobs.json');

  it('names the folder of the runs in each command that it tells of, as a shell takes it', async () => {
    file = lab.plan('long', 10_000);
    plan = json(await digits('sweep', file, ...asked, ...elsewhere, '--json')) as Submitted;
    const { out } = await digits('sweep', file, ...asked, ...elsewhere);
    assert.ok(out.includes(`\ndigits queue cancel ${plan.id} ${named}   cancels them\n`), out);
    assert.ok(out.includes(`\ndigits queue ${named} `), out);
    assert.match((await digits('queue', 'cancel', '1999', ...elsewhere)).err, new RegExp(`digits queue --runs 'ada.* lists their ids`));
  });

  it('counts a task that will not begin once, and says what to do about it and about those that run', async () => {
    await untilReads('the tasks', () => lab.phases(plan.id, ...elsewhere).then(all => all.toSorted()), ['running', 'running', 'waiting']);
    const waiting = (await lab.tasksOf(plan.id, ...elsewhere)).find(({ phase }) => phase === 'waiting')!;
    const { status, stderr } = spawnSync('scontrol', ['uhold', `${waiting.jobId}_${waiting.task}`], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const held = async (): Promise<unknown> => {
      const { state, slurmState, reason } = (await lab.tasksOf(plan.id, ...elsewhere))[waiting.index]!;
      return { state, slurmState, reason };
    };
    await untilReads('what is held', held, { state: 'PENDING (JobHeldUser)', slurmState: 'PENDING', reason: 'JobHeldUser' });
    const { out } = await digits('queue', ...elsewhere);
    assert.match(out, /^Sweep .* on Slurm: 0 of 3 done, 2 running, 1 not beginning by itself$/m);
    assert.equal(out.split('JobHeldUser').length, 2, out);
    assert.ok(out.includes(`digits queue ${named} cancel ID takes it from the cluster.`), out);
    for (const id of [plan.id, waiting.id]) {
      const { err, exitCode } = await digits('queue', 'requeue', id, ...elsewhere);
      assert.equal(exitCode, 2);
      assert.match(err, /1 task PENDING \(JobHeldUser\): It is held: scontrol release lets it go on\.$/m);
      assert.equal(/requeue: 2 tasks run and are left alone: name the run of one/.test(err), id === plan.id, err);
    }
  });

  it('leaves to the cluster what it has where this machine is to train the plan', async () => {
    const { out, err, exitCode } = await digits('sweep', file, ...elsewhere);
    assert.equal(exitCode, 0, err);
    assert.ok(
      err.startsWith(`3 runs of this plan are under way at Slurm and left to it, not trained here: digits queue ${named} shows them.\n`),
    );
    assert.match(out, /^3 runs: /m);
    assert.deepEqual((await lab.phases(plan.id, ...elsewhere)).toSorted(), ['running', 'running', 'waiting']);
  });

  it('takes up what was submitted when the process died, and says so', async () => {
    const [{ jobId } = { jobId: 0 }] = plan.submitted;
    const before = readFileSync(ledgerOf(), 'utf8');
    const submitting = before.replace(
      /"submission": \{[^}]*\}/,
      '"submission": { "type": "submitting", "at": "2026-01-31T12:00:00.000Z" }',
    );
    assert.notEqual(submitting, before);
    writeFileSync(ledgerOf(), submitting);
    const { out, err } = await digits('sweep', file, ...asked, ...elsewhere);
    assert.ok(
      err.includes(`An earlier submission of 3 runs, whose end was not known, was found at Slurm as job ${jobId} and is taken up.\n`),
      err,
    );
    assert.ok(!err.includes('Submitted'), err);
    assert.match(out, /^0 of 3 done, 3 under way on the cluster\./m);
    assert.match(readFileSync(ledgerOf(), 'utf8'), /"type": "submitted"/);
    assert.match((await digits('queue', 'cancel', '--all', ...elsewhere)).err, /^Cancelled 3 tasks/);
  });

  it('does not count as waiting what a dry run has left', async () => {
    const { out, exitCode, err } = await digits('sweep', lab.plan('dry', 2), ...asked, '--dry-run');
    assert.equal(exitCode, 0, err);
    assert.match(out, /nothing was\./);
    assert.match((await digits('queue')).out, /^Nothing is at work and nothing waits/);
    const [id = ''] = readdirSync(path.join(lab.folder, '.digits', 'sweeps'));
    assert.deepEqual(await lab.phases(id), ['planned', 'planned', 'planned']);
    assert.match(
      (await digits('queue', 'requeue', id)).err,
      /requeue: 3 tasks were never submitted: the command that planned them submits them\.$/m,
    );
  });

  it('refuses a data set that is not there before anything is submitted', async () => {
    const { out, err, exitCode } = await digits('sweep', lab.plan('lost', 2, './nowhere'), ...asked);
    assert.deepEqual([exitCode, out], [2, '']);
    assert.match(err, /dataset.*nowhere.*there is no such folder or file of data/);
    const [id = ''] = readdirSync(path.join(lab.folder, '.digits', 'sweeps'))
      .toSorted()
      .slice(-1);
    assert.ok(!existsSync(path.join(lab.folder, '.digits', 'sweeps', id, 'slurm')));
  });

  it('says once that sbatch has refused', async () => {
    lab.settings({ partition: 'nosuch' });
    const { exitCode, err } = await digits('sweep', lab.plan('refused', 2), ...asked);
    assert.equal(exitCode, 1);
    assert.match(err, /^digits: sbatch refused: /m);
    assert.match((await digits('queue')).out, /^ {2}× 3 tasks refused by sbatch: (?!sbatch).*partition/m);
  });
});
