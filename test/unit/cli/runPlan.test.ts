import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseJson } from '../../../src/contract/formats/parseJson';
import { sweepFile } from '../../../src/contract/formats/sweepFile';
import type { ComparisonPlan } from '../../../src/contract/effects';
import type { Sweep } from '../../../src/contract/sweeps';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { STALE_MS, type Owner } from '../../../src/runFolder/owner';
import { readConfig, readOverview } from '../../../src/runFolder/readRun';
import { outputOf } from '../../processes';
import { until } from '../../until';
import { fewDigits } from '../data/fewDigits';
import { assertSameAs } from '../trainer/sameRun';
import type { CliResult } from './testCli';

const base = { dataset: './digits-500-100', epochs: 2, train_samples: 400, validation_samples: 100, batch_size: 64 };
const plan = { schemaVersion: 1, kind: 'grid', base, parameters: { num_filters: [2, 4] }, seeds: 2 };
/** Of some seconds, so that something can happen to its runs. */
const long = { ...plan, base: { ...base, epochs: 60 }, seeds: 1 };

type Environment = Readonly<Record<string, string>>;

/** What Slurm gives the task of an array that has been started so many times again. */
const task = (restarts: number): Environment => ({
  SLURM_JOB_ID: '21',
  SLURM_ARRAY_JOB_ID: '17',
  SLURM_ARRAY_TASK_ID: '0',
  SLURM_CLUSTER_NAME: 'cluster',
  ...(restarts > 0 && { SLURM_RESTART_COUNT: String(restarts) }),
});

/** Of the real program, with the real trainer. */
describe('digits run-plan', function () {
  this.timeout(180_000);
  const home = mkdtempSync(path.join(os.tmpdir(), 'digits-run-plan-'));
  const images = fewDigits(home);
  after(() => rmSync(home, { recursive: true }));

  /** A folder of its own, with the images and a plan. */
  function folderWith(name: string, content: object): string {
    const folder = path.join(home, name);
    mkdirSync(path.join(folder, path.basename(images)), { recursive: true });
    for (const file of readdirSync(images)) copyFileSync(path.join(images, file), path.join(folder, path.basename(images), file));
    writeFileSync(path.join(folder, 'plan.digits.json'), JSON.stringify(content));
    return folder;
  }

  function begin(folder: string, args: readonly string[], environment: Environment = {}): ChildProcess {
    const outside = Object.entries(process.env).filter(([variable]) => !variable.startsWith('SLURM_'));
    return spawn(process.execPath, [path.resolve('dist/cli.js'), ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...Object.fromEntries(outside), ...environment },
    });
  }

  const digits = (folder: string, args: readonly string[], environment?: Environment): Promise<CliResult> =>
    outputOf(begin(folder, args, environment));
  const call = (index: number, file = 'plan.digits.json'): string[] => ['run-plan', file, '--index', String(index)];
  const runPlan = (folder: string, index: number, environment?: Environment): Promise<CliResult> =>
    digits(folder, call(index), environment);
  const runsIn = (folder: string): string => path.join(folder, '.digits', 'runs');

  function sweepIn(folder: string): Sweep {
    const sweeps = path.join(folder, '.digits', 'sweeps');
    const names = readdirSync(sweeps);
    assert.equal(names.length, 1, names.join(' '));
    return parseJson(sweepFile, readFileSync(path.join(sweeps, names[0]!, 'sweep.json'), 'utf8'), 'sweep.json');
  }

  const runOf = (folder: string, index: number): string => path.join(runsIn(folder), sweepIn(folder).runs[index]!.id);

  /** Begins a run, and settles when it has ended some epochs. */
  async function inTheMiddle(folder: string, environment?: Environment): Promise<{ child: ChildProcess; ended: Promise<CliResult> }> {
    const child = begin(folder, call(0), environment);
    const ended = outputOf(child);
    let said = '';
    child.stdout!.on('data', chunk => (said += String(chunk)));
    await until({ isSo: () => /^ *3\/60 /m.test(said), what: 'the third epoch', seen: () => said });
    return { child, ended };
  }

  /** Which processes a process has started. */
  function children(pid: number): number[] {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  }

  const eventsOf = (run: string): TrainerEvent[] =>
    readFileSync(path.join(run, 'events.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as TrainerEvent);
  const ownerOf = (run: string): Owner => JSON.parse(readFileSync(path.join(run, 'owner.json'), 'utf8')) as Owner;

  /** Where the run of the long plan was not disturbed. */
  let undisturbed: string;
  before(async () => {
    const folder = folderWith('undisturbed', long);
    const { exitCode, err } = await digits(folder, ['sweep', 'plan.digits.json']);
    assert.equal(exitCode, 0, err);
    undisturbed = runOf(folder, 0);
  });

  describe('that is asked for what cannot be', () => {
    let folder: string;
    before(() => (folder = folderWith('impossible', plan)));
    const refuses = async (args: readonly string[], message: RegExp, environment?: Environment): Promise<void> => {
      const { exitCode, err, out } = await digits(folder, args, environment);
      assert.deepEqual([exitCode, out], [2, ''], err);
      assert.match(err, message);
    };

    it('says what was expected, and begins nothing', async () => {
      await refuses(['run-plan', 'plan.digits.json'], /--index/);
      for (const index of ['', '-1', '1.5', 'one', '1e3', '99999999999'])
        await refuses(['run-plan', 'plan.digits.json', `--index=${index}`], /--index .*: expected a whole number from 0\./);
      await refuses(call(0, 'none.digits.json'), /there is no such file; expected the plan of a sweep/);
      await refuses(call(0, 'comparison.json'), /comparison\.json: there is no such file\./);
      writeFileSync(path.join(folder, 'comparison.json'), '{}');
      await refuses(call(0, 'comparison.json'), /its runs are not in .*runs; say with --runs which folder of runs it lies beside\./);
      writeFileSync(path.join(folder, 'bad.digits.json'), JSON.stringify({ ...plan, kind: 'greed' }));
      await refuses(call(0, 'bad.digits.json'), /kind: found "greed"; expected "grid" or "random"\./);
      await refuses(call(0), /SLURM_CPUS_PER_TASK is "many"; expected a whole number from 1\./, { SLURM_CPUS_PER_TASK: 'many' });
      assert.ok(!existsSync(path.join(folder, '.digits')));
    });

    it('says how many runs the plan has, and begins nothing', async () => {
      await refuses(call(4), /^digits: --index 4: there is no such run of plan\.digits\.json; it has 4 runs, from 0 to 3\.$/m);
      writeFileSync(path.join(folder, 'two.digits.json'), JSON.stringify({ ...plan, threads: 2 }));
      await refuses([...call(0, 'two.digits.json'), '--threads', '3'], /--threads 3: the runs of this plan have 2 each, fixed before the/);
      assert.ok(!existsSync(path.join(folder, '.digits')));
    });

    it('leaves a run alone that has the id of one of the plan', async () => {
      const other = folderWith('other', { ...plan, base: { ...base, epochs: 1 } });
      const { exitCode, err } = await runPlan(other, 0);
      assert.equal(exitCode, 0, err);
      const { runs } = sweepIn(other);
      renameSync(runOf(other, 0), path.join(runsIn(other), runs[3]!.id));
      const before = contents(runsIn(other));
      const refused = await runPlan(other, 3);
      assert.equal(refused.exitCode, 2);
      assert.match(refused.err, /there is a run of that id with other parameters than the plan has/);
      assert.deepEqual(contents(runsIn(other)), before);
      // Of a sweep that has begun, the threads are fixed too.
      const threads = await digits(other, [...call(0), '--threads', '2']);
      assert.equal(threads.exitCode, 2);
      assert.match(threads.err, /--threads 2: the runs of this plan have 1 each, fixed before the first one\./);
    });
  });

  it('trains the runs of a plan that nobody has begun, at the same time: one sweep, with the bits of digits sweep', async () => {
    const [alone, tasks] = ['alone', 'tasks'].map(name => folderWith(name, { ...plan, threads: 2 })) as [string, string];
    assert.equal((await digits(alone, ['sweep', 'plan.digits.json'])).exitCode, 0);
    // The plan of the tasks leaves the threads to Slurm.
    writeFileSync(path.join(tasks, 'plan.digits.json'), JSON.stringify(plan));
    for (const indices of [
      [3, 1],
      [0, 2],
    ]) {
      const ended = await Promise.all(indices.map(index => runPlan(tasks, index, { SLURM_CPUS_PER_TASK: '2' })));
      for (const { exitCode, err, out } of ended) {
        assert.equal(exitCode, 0, err);
        assert.match(out, /^Run \d of plan\.digits\.json: \d{8}-\d{6}-\w+$/m);
        assert.match(out, /^Kept in \.digits/m);
      }
    }
    const [expected, sweep] = [sweepIn(alone), sweepIn(tasks)];
    assert.deepEqual(
      sweep.runs.map(({ values, seed }) => [values, seed]),
      expected.runs.map(({ values, seed }) => [values, seed]),
    );
    assert.equal(readdirSync(runsIn(tasks)).filter(name => name !== '.gitignore').length, 4);
    for (const [i, { id }] of sweep.runs.entries()) {
      const run = path.join(runsIn(tasks), id);
      await assertSameAs(path.join(runsIn(alone), expected.runs[i]!.id), run);
      const { design, engine } = await readConfig(run);
      assert.deepEqual([design, engine.threads], [`sweeps/${sweep.id}`, 2]);
    }
    // What has ended is not trained again.
    const before = eventsOf(runOf(tasks, 1));
    const again = await runPlan(tasks, 1);
    assert.equal(again.exitCode, 0);
    assert.match(again.out, /^It is completed, with a test accuracy of [\d.]+ ?%\. Nothing is trained\.$/m);
    assert.deepEqual(eventsOf(runOf(tasks, 1)), before);
    const file = `.digits/sweeps/${sweep.id}/sweep.json`;
    assert.match(
      (await digits(tasks, call(1, file), { SLURM_CPUS_PER_TASK: '1' })).err,
      /^note: the run has 2 threads by its plan, and Slurm gives it 1 processor\.$/m,
    );
    // Nor does digits sweep find anything left.
    assert.match((await digits(tasks, ['sweep', 'plan.digits.json'])).out, /^4 runs: 4 done$/m);
  });

  it('trains the runs of a comparison by their places in its file', async () => {
    const folder = folderWith('comparison', plan);
    const question = 'effect num_filters 2 4 --seeds 2 --epochs 1 --train-samples 400 --validation-samples 100 --dataset digits-500-100';
    const { exitCode, err } = await digits(folder, question.split(' '));
    assert.equal(exitCode, 0, err);
    const [id] = readdirSync(path.join(folder, '.digits/comparisons'));
    const file = `.digits/comparisons/${id}/comparison.json`;
    const { runs } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as ComparisonPlan;
    const run = path.join(runsIn(folder), runs[2]!.id);
    const kept = path.join(folder, 'kept');
    renameSync(run, kept);
    assert.equal((await digits(folder, call(2, file))).exitCode, 0);
    await assertSameAs(kept, run);
    const { parameters, design } = await readConfig(run);
    assert.deepEqual([parameters.num_filters, parameters.seed, design], [runs[2]!.level, runs[2]!.seed, `comparisons/${id}`]);
    assert.match((await digits(folder, call(4, file))).err, /it has 4 runs, from 0 to 3\./);
  });

  it('says that a run has diverged, also when it is asked again', async () => {
    const strong = { ...base, optimizer: 'sgd', learning_rate: 10, weight_decay: 10, epochs: 50 };
    const folder = folderWith('diverging', { ...plan, base: strong });
    const first = await runPlan(folder, 0);
    assert.equal(first.exitCode, 3, first.err);
    assert.match(first.err, /^digits: Training diverged: /m);
    const before = eventsOf(runOf(folder, 0));
    const again = await runPlan(folder, 0);
    assert.equal(again.exitCode, 3, again.err);
    assert.match(again.out, /^It has diverged: .* Nothing is trained\.$/m);
    assert.deepEqual(eventsOf(runOf(folder, 0)), before);
  });

  it('goes on after SIGKILL, and ends as if nothing had happened', async function () {
    if (process.platform !== 'linux') this.skip();
    const folder = folderWith('killed', long);
    const { child, ended } = await inTheMiddle(folder);
    const trainers = children(child.pid!);
    assert.equal(trainers.length, 1);
    child.kill('SIGKILL');
    assert.equal((await ended).exitCode, -1);
    await until({ isSo: () => !isThere(trainers[0]!), what: 'the trainer has ended', seen: () => trainers });
    const { exitCode, err, out } = await runPlan(folder, 0);
    assert.equal(exitCode, 0, err);
    assert.match(out, /after epoch \d+/);
    const run = runOf(folder, 0);
    await assertSameAs(undisturbed, run);
    assert.deepEqual(readdirSync(run).toSorted(), readdirSync(undisturbed).toSorted());
  });

  for (const [whom, signal] of [
    ['itself', (child: ChildProcess) => child.kill('SIGTERM')],
    // As Slurm does to a step.
    ['all of its processes', (child: ChildProcess) => [...children(child.pid!), child.pid!].forEach(pid => process.kill(pid, 'SIGTERM'))],
  ] as const) {
    it(`ends at once at SIGTERM to ${whom}, with nothing left that keeps another machine from going on`, async function () {
      if (process.platform !== 'linux') this.skip();
      const folder = folderWith(`terminated-${whom.length}`, long);
      const { child, ended } = await inTheMiddle(folder, task(0));
      const run = runOf(folder, 0);
      const { job, restarts } = ownerOf(run).slurm!;
      assert.deepEqual([job, restarts], ['17_0', 0]);
      signal(child);
      const { exitCode, err } = await ended;
      assert.equal(exitCode, 75, err);
      assert.match(
        err,
        /^Stopping at once\. The same command goes on from here\.$|^digits: The trainer ended unexpectedly with signal SIGTERM\.$/m,
      );
      assert.deepEqual(
        readdirSync(run).filter(name => name.startsWith('owner')),
        [],
      );
      assert.equal((await readOverview(run)).status, 'interrupted');
      // Another job, which must wait for nothing.
      const next = await runPlan(folder, 0, { ...task(0), SLURM_JOB_ID: '40', SLURM_ARRAY_JOB_ID: '40' });
      assert.equal(next.exitCode, 0, next.err);
      await assertSameAs(undisturbed, run);
      assert.equal(resumptions(run), 1);
    });
  }

  it('refuses a run that another process trains, as another job and as the same one', async function () {
    if (process.platform !== 'linux') this.skip();
    const folder = folderWith('busy', long);
    const { child, ended } = await inTheMiddle(folder, task(1));
    const processes = [child.pid!, ...children(child.pid!)];
    // So that it does not come to its end meanwhile.
    for (const pid of processes) process.kill(pid, 'SIGSTOP');
    for (const environment of [
      {},
      task(0),
      task(1),
      { ...task(2), SLURM_ARRAY_TASK_ID: '1' },
      { ...task(2), SLURM_CLUSTER_NAME: 'other' },
    ]) {
      const { exitCode, err } = await runPlan(folder, 0, environment);
      assert.equal(exitCode, 4, err);
      assert.match(err, /is being trained by process \d+ on \S+, Slurm job 17_0\. Nothing is done here/);
    }
    for (const pid of processes) process.kill(pid, 'SIGCONT');
    child.kill('SIGTERM');
    assert.equal((await ended).exitCode, 75);
    assert.equal(resumptions(runOf(folder, 0)), 0);
  });

  for (const when of ['meanwhile', 'afterwards'] as const) {
    for (const how of ['since Slurm has started its job again', 'since it was not heard of for a minute'] as const) {
      it(`keeps a process from its run that was taken for dead and wakes ${when}, ${how}`, async function () {
        if (process.platform !== 'linux') this.skip();
        const folder = folderWith(`${when}-${how.replaceAll(' ', '-')}`, long);
        const old = await inTheMiddle(folder, task(0));
        const processes = [old.child.pid!, ...children(old.child.pid!)];
        const signal = (what: 'SIGSTOP' | 'SIGCONT'): void => processes.forEach(pid => process.kill(pid, what));
        signal('SIGSTOP');
        const run = runOf(folder, 0);
        const isRestarted = how.includes('Slurm');
        // As another node has it, whose processes cannot be seen from here.
        change(run, owner => ({ ...owner, host: 'lost', bootId: 'another', ...(!isRestarted && { heartbeat: oldHeartbeat() }) }));
        const environment = isRestarted ? task(1) : {};
        if (isRestarted) assert.equal((await runPlan(folder, 0)).exitCode, 4, 'without Slurm saying so it is not taken over');

        const child = begin(folder, call(0), environment);
        const ended = outputOf(child);
        if (when === 'meanwhile') {
          const begun = eventsOf(run).length;
          await until({
            isSo: () =>
              eventsOf(run)
                .slice(begun)
                .some(({ attempt }) => attempt === 2),
            seen: () => eventsOf(run).length,
          });
          signal('SIGCONT');
        }
        const newer = await ended;
        assert.equal(newer.exitCode, 0, newer.err);
        const left = when === 'afterwards' ? contents(run) : undefined;
        if (when === 'afterwards') signal('SIGCONT');
        const { exitCode, err } = await old.ended;
        assert.equal(exitCode, 5, err);
        assert.match(err, /^digits: .*another process.* has taken this run over.*Nothing more is written by this one\.$/m);

        if (left) assert.deepEqual(contents(run), left, 'the old one has written nothing more');
        await assertSameAs(undisturbed, run);
        // It was begun by a task of a Slurm job, and ended by one or not.
        const spared = ['labels.json', ...(isRestarted ? ['checkpoint'] : [])];
        const expected = readdirSync(undisturbed).filter(name => !spared.includes(name));
        assert.deepEqual(readdirSync(run).toSorted(), expected.toSorted());
        assert.equal((await readOverview(run)).summary?.attempt, 2);
        const all = eventsOf(run);
        const resumed = all.findIndex(({ type }) => type === 'runResumed');
        assert.deepEqual([...new Set(all.slice(resumed).map(({ attempt }) => attempt))], [2]);
      });
    }
  }
});

const resumptions = (run: string): number =>
  readFileSync(path.join(run, 'events.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line.includes('"type":"runResumed"')).length;

const oldHeartbeat = (): string => new Date(Date.now() - STALE_MS - 3_000).toISOString();

/** Changes owner.json, whole at once. */
function change(run: string, how: (owner: Owner) => Owner): void {
  const file = path.join(run, 'owner.json');
  writeFileSync(`${file}.new`, JSON.stringify(how(JSON.parse(readFileSync(file, 'utf8')) as Owner)));
  renameSync(`${file}.new`, file);
}

/** All files of a folder. */
function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .map(name => [name, readFileSync(path.join(folder, name), 'latin1')]),
  );
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
