import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { outputOf } from '../../processes';
import { withSlurm } from '../../slurmCluster';
import { untilReads } from '../../until';
import { DigitsOnSlurm, json, type ClusterJson } from './digitsOnSlurm';
import { assertDocumented } from './documentedFields';

interface UnderWay {
  readonly id: string;
  readonly runs: number;
  readonly done: number;
  readonly scripts: readonly string[];
  readonly request: { readonly minutes: number; readonly megabytes: number; readonly partition: string } | null;
  readonly submitted: readonly { readonly jobId: number; readonly tasks: number }[];
  readonly underWay: readonly { readonly state: string; readonly tasks: number }[];
}

/** Of the real program, with the real trainer. */
withSlurm('digits on a real Slurm', { cpus: 1 }, cluster => {
  const lab = new DigitsOnSlurm();
  const { folder, begin, digits } = lab;
  after(() => lab.remove());
  const asked = ['--executor', 'slurm', '--time', '5', '--mem', '400M'];

  it('says of data that it does not know what it needs to be told, and submits nothing', async () => {
    const { exitCode, out, err } = await digits('sweep', lab.plan('short', 1), '--executor', 'slurm');
    assert.deepEqual([exitCode, out], [2, '']);
    assert.match(err, /What a task needs cannot be estimated.* minutes \(--time in a terminal\)/);
    assert.ok(!existsSync(path.join(folder, '.digits', 'sweeps', readdirSync(path.join(folder, '.digits', 'sweeps'))[0]!, 'slurm')));
  });

  it('writes the script with --dry-run, submits once, and tells how far it is', async () => {
    lab.settings({ partition: 'debug', megabytes: 100 });
    const file = lab.plan('long', 10_000);
    const { out: proposed } = await digits('sweep', file, ...asked, '--dry-run');
    assert.match(proposed, /^ {2}asks for 5 minutes \(--time\) and 400 MB \(--mem\) for each run$/m);
    assert.match(proposed, /^ {2}of {7}partition debug \(slurm\.json\), 1 processor a run/m);
    assert.match(proposed, /^3 runs would be submitted; nothing was\./m);
    const [, script = ''] = /^ {2}script {3}(.*) can be read$/m.exec(proposed) ?? [];
    assert.match(readFileSync(path.join(folder, script), 'utf8'), /^#SBATCH --mem=400M$/m);

    const first = json(await digits('sweep', file, ...asked, '--json')) as UnderWay;
    assertDocumented('sweep PLAN --executor slurm', first);
    assert.deepEqual([first.runs, first.done, first.request?.minutes, first.request?.partition], [3, 0, 5, 'debug']);
    assert.deepEqual(
      first.submitted.map(({ tasks }) => tasks),
      [3],
    );
    await untilReads('the tasks', () => lab.phases(first.id).then(all => all.toSorted()), ['running', 'running', 'waiting']);
    const second = json(await digits('sweep', file, ...asked, '--json')) as UnderWay;
    assert.deepEqual([second.id, second.submitted, second.request], [first.id, [], null]);
    const { out: told, exitCode } = await digits('sweep', file, ...asked);
    assert.equal(exitCode, 0);
    assert.match(told, /^0 of 3 done, 3 under way on the cluster\.\n {2}2 tasks {2}RUNNING\n {3}1 task {2}PENDING \(\w+\)/m);
  });

  it('shows the tasks in the queue, their logs, and cancels, requeues and dismisses them', async () => {
    const [id = ''] = readdirSync(path.join(folder, '.digits', 'sweeps'))
      .toSorted()
      .slice(-1);
    const { out } = await digits('queue');
    assert.match(out, /^Sweep .* on Slurm: 0 of 3 done, 2 running, 1 waiting\n {2}▸ .* num_filters \d +RUNNING on n\d/);
    const value = json(await digits('queue', '--json')) as ClusterJson;
    assertDocumented('queue', value.cluster);
    for (const task of value.cluster.plans[0]!.tasks) assertDocumented('queue', task);

    const ofPhase = async (wanted: string): Promise<string> => (await lab.tasksOf(id)).find(({ phase }) => phase === wanted)!.id;
    const running = await ofPhase('running');
    await untilReads(
      'the log',
      async () => /^\.digits.*slurm.logs.digits-.*\.log\n(.*\n)* +\d+\/10,?000 /.test((await digits('queue', 'log', running)).out),
      true,
    );

    const waiting = await ofPhase('waiting');
    assert.match((await digits('queue', 'requeue', waiting)).err, /requeue: 1 task waits and begins by itself\.$/m);
    assert.match((await digits('queue', 'cancel', waiting)).err, /^Cancelled 1 task\./);
    await untilReads('the phases', async () => (await lab.phases(id)).filter(phase => phase === 'running').length, 2);
    const waits = begin('queue', '--wait');
    const isWaiting = new Promise<void>(
      resolve => void waits.stderr!.on('data', (text: Buffer) => String(text).includes('Waiting.') && resolve()),
    );
    const waited = outputOf(waits);
    await isWaiting;
    assert.match((await digits('queue', 'cancel', id)).err, /^Cancelled 2 tasks\./);
    const { exitCode, out: left } = await waited;
    assert.equal(exitCode, 1);
    assert.match(left, /3 ended without a result\n[^]* × \d tasks? CANCELLED.*: It was cancelled\./);
    const again = await digits('queue', 'requeue', waiting);
    assert.match(again.err, /cannot be estimated/);
    const requeued = await digits('queue', 'requeue', waiting, '--time', '5', '--mem', '100M');
    assert.match(requeued.err, /asks for 5 minutes \(--time\) and 100 MB \(--mem\)[^]*^Submitted 1 run as job \d+\.$/m);
    assert.match((await digits('queue', 'cancel', '--all')).err, /^Cancelled 1 task\./);
    assert.match((await digits('queue', 'dismiss', id)).err, /is not shown any more/);
    await untilReads('the queue', async () => (await digits('queue')).out.startsWith('Nothing is at work'), true);
  });

  it('waits for the end and reports as on this machine; Ctrl-C ends the waiting alone', async () => {
    const file = lab.plan('short', 1);
    const waiting = begin('sweep', file, ...asked, '--wait');
    const said = outputOf(waiting);
    waiting.stderr!.on('data', (text: Buffer) => String(text).includes('Waiting.') && waiting.kill('SIGINT'));
    const stopped = await said;
    assert.equal(stopped.exitCode, 130, stopped.err);
    assert.match(stopped.err, /The tasks go on\. digits queue shows them/);
    const { out, exitCode, err } = await digits('sweep', file, ...asked, '--wait');
    assert.equal(exitCode, 0, err);
    assert.match(out, /^3 runs: 3 done$/m);
    assert.match(err, /^3 of 3 {2}num_filters \d {2}[\d.]+ %/m);
    const here = json(await digits('sweep', file, '--json'));
    assert.deepEqual(json(await digits('sweep', file, ...asked, '--json')), here);
  });

  it('compares on the cluster', async () => {
    const question = ['effect', 'num_filters', '2', '4', '--seeds', '1', '--epochs', '1', '--dataset', 'digits-500-100'];
    const fresh = await digits(...question, '--validation-samples', '100', ...asked, '--fresh', '--dry-run');
    assert.match(fresh.out, /^2 runs would be submitted; nothing was\. Without --dry-run and --fresh the same command submits them\.$/m);
    const { out, exitCode, err } = await digits(...question, '--validation-samples', '100', ...asked, '--wait');
    assert.equal(exitCode, 0, err);
    assert.match(out, /^verdict: single run\./m);
    assert.match(out, /^Report: /m);
  });

  it('says whether this machine can submit', async () => {
    lab.settings({});
    const { out, exitCode } = await digits('slurm', 'check');
    assert.equal(exitCode, 0, out);
    assert.match(out, /^✓ controller +answers; an array has 2,001 tasks at most/m);
    assert.match(out, /^✓ partitions +debug \(the default, 2 nodes, up to infinite\); short \(2 nodes, up to 1:00\)$/m);
    lab.settings({ partition: 'long' });
    const refused = await digits('slurm', 'check');
    assert.equal(refused.exitCode, 1);
    assert.match(refused.out, /^× partitions .*There is no long, which the settings name\.$/m);
    assert.match(refused.out, /^This machine cannot submit: partitions\.$/m);
    const { exitCode: failed, err } = await digits('sweep', lab.plan('other', 2), ...asked);
    assert.equal(failed, 1);
    assert.match(err, /^digits: sbatch refused: .*Nothing was submitted\./m);
    assert.ok(cluster());
  });
});
