import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ClusterQueue } from '../../../src/cluster/clusterQueue';
import type { LedgerJob } from '../../../src/cluster/slurm/ledger';
import type { QueuedTasks } from '../../../src/cluster/slurm/queueAnswer';
import { SlurmError } from '../../../src/cluster/slurm/slurmError';
import { comparisonStore } from '../../../src/designs/comparisonStore';
import { sweepStore } from '../../../src/designs/sweepStore';
import { planOf as comparisonOf } from '../experiment/effects/compared';
import { sweepOf } from '../experiment/sweeps/sweeps';

const now = Date.parse('2026-01-31T12:00:00.000Z');
const at = new Date(now).toISOString();

/** Of four runs. */
const sweep = sweepOf({ kind: 'grid', parameters: { num_filters: [2, 4] }, seeds: 2 });
const name = `digits-${sweep.id}-0`;
const ids = sweep.runs.map(({ id }) => id);

const submitted = (jobId: number): LedgerJob['submission'] => ({ type: 'submitted', at, jobId, cluster: null });
const job = (more: Partial<LedgerJob> = {}): LedgerJob => ({
  name,
  offset: 0,
  tasks: '0-3',
  throttle: null,
  submission: submitted(7),
  ...more,
});
const record = (tasks: string, state: string, more: Partial<QueuedTasks> = {}): QueuedTasks => ({
  name,
  jobId: 7,
  tasks,
  state,
  reason: 'None',
  exit: '0',
  restarts: 0,
  nodes: '',
  ...more,
});

describe('what a cluster does of the plans of some folders', () => {
  let home: string;
  let runsFolder: string;
  /** What Slurm says; an error where it cannot be asked. */
  let answer: readonly QueuedTasks[] | Error;
  let asked: number;
  let time: number;
  let queue: ClusterQueue;

  beforeEach(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'digits-cluster-'));
    runsFolder = path.join(home, '.digits', 'runs');
    mkdirSync(runsFolder, { recursive: true });
    [answer, asked, time] = [[], 0, now];
    queue = queueOf([runsFolder]);
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const queueOf = (folders: readonly string[]): ClusterQueue =>
    new ClusterQueue(
      folders,
      () => {
        asked++;
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
      () => time,
    );

  const planFolder = (): string => path.join(home, '.digits', 'sweeps', sweep.id);
  const ledgerOf = (folder = planFolder()): string => path.join(folder, 'slurm', 'jobs.json');

  async function submit(...jobs: readonly object[]): Promise<void> {
    await sweepStore(runsFolder).write(sweep);
    write({ schemaVersion: 1, plan: sweep.id, jobs });
  }

  /** As it is written: whole, under another name. */
  function write(ledger: object, folder = planFolder()): void {
    mkdirSync(path.dirname(ledgerOf(folder)), { recursive: true });
    writeFileSync(`${ledgerOf(folder)}.new`, JSON.stringify(ledger));
    renameSync(`${ledgerOf(folder)}.new`, ledgerOf(folder));
  }

  /** Of each task its run's place and how it is. */
  async function phases(): Promise<string[]> {
    const { designs, problem } = await queue.look();
    assert.equal(problem, undefined);
    return designs.flatMap(({ tasks }) => tasks.map(({ place, phase, state }) => `${place} ${phase} ${state}`.trim()));
  }

  it('is nothing, and Slurm is not asked, where nothing was submitted', async () => {
    assert.deepEqual((await queue.look()).designs, []);
    await sweepStore(runsFolder).write(sweep);
    assert.deepEqual(await queue.look(), { designs: [], problem: undefined, broken: [] });
    assert.deepEqual((await queueOf([path.join(home, 'none')]).look()).designs, []);
    await submit(job({ submission: { type: 'planned' } }));
    assert.deepEqual(await phases(), ['0 planned', '1 planned', '2 planned', '3 planned']);
    await submit(job({ submission: { type: 'refused', at, reason: 'sbatch refused: no.' } }));
    const [design] = (await queue.look()).designs;
    assert.deepEqual(
      design!.tasks.map(({ runId, phase, refusal, job: of }) => [runId, phase, refusal, of.jobId]),
      ids.map(id => [id, 'refused', 'sbatch refused: no.', null]),
    );
    assert.equal(asked, 0);
  });

  it('is told by the state of each task, in the words of Slurm', async () => {
    await submit(job());
    answer = [
      record('0', 'RUNNING', { nodes: 'n1', restarts: 1 }),
      record('1', 'FAILED', { reason: 'NonZeroExitCode', exit: '512', nodes: 'n2' }),
      record('3', 'PENDING', { reason: 'Resources' }),
      record('2-9%2', 'PENDING', { reason: 'JobArrayTaskLimit' }),
    ];
    const [design] = (await queue.look()).designs;
    assert.deepEqual(
      design!.tasks.map(({ runId, task, phase, state, exit, restarts, nodes }) => [runId, task, phase, state, exit, restarts, nodes]),
      [
        [ids[0], 0, 'running', 'RUNNING', undefined, 1, 'n1'],
        [ids[1], 1, 'over', 'FAILED (NonZeroExitCode)', { code: 2, signal: 0 }, 0, 'n2'],
        [ids[2], 2, 'waiting', 'PENDING (JobArrayTaskLimit)', undefined, 0, ''],
        [ids[3], 3, 'waiting', 'PENDING (Resources)', undefined, 0, ''],
      ],
    );
    assert.equal(design!.plan.file, path.join(planFolder(), 'sweep.json'));
  });

  it('is the same object as long as nothing is different, and of what is the same the same tasks', async () => {
    await submit(job());
    answer = [record('0-3', 'PENDING')];
    const first = await queue.look();
    assert.equal(await queue.look(), first);
    answer = [record('0-3', 'PENDING')];
    assert.equal(await queue.look(), first, 'another answer that says the same');
    answer = [record('0', 'RUNNING'), record('1-3', 'PENDING')];
    const second = await queue.look();
    assert.notEqual(second, first);
    const [before, after] = [first.designs[0]!.tasks, second.designs[0]!.tasks];
    assert.deepEqual(
      after.map((task, i) => task === before[i]),
      [false, true, true, true],
    );
    assert.equal(second.designs[0]!.plan, first.designs[0]!.plan);
  });

  it('stays as it was while Slurm cannot be asked', async () => {
    answer = new SlurmError('missing', 'There is no squeue on the PATH.');
    await submit(job());
    const [unknown, again] = [await queue.look(), await queue.look()];
    assert.equal(unknown.problem?.problem, 'missing');
    assert.equal(again, unknown);
    assert.deepEqual(
      unknown.designs[0]!.tasks.map(({ phase }) => phase),
      ['unknown', 'unknown', 'unknown', 'unknown'],
    );
    answer = [record('0', 'COMPLETED'), record('1-3', 'PENDING')];
    const known = await queue.look();
    answer = new Error('x');
    const later = await queue.look();
    assert.match(later.problem!.message, /^Slurm gave no answer that can be used: x/);
    assert.equal(later.designs[0], known.designs[0]);
    // Another window submits meanwhile.
    await submit(job(), job({ name: `${name}-r2`, tasks: '0', submission: submitted(8) }));
    const changed = await queue.look();
    assert.deepEqual(
      changed.designs[0]!.tasks.map(({ phase }) => phase),
      ['unknown', 'waiting', 'waiting', 'waiting'],
    );
  });

  it('is over where Slurm has forgotten it, which is asked no more', async () => {
    await submit(job());
    answer = [record('0-1', 'RUNNING')];
    assert.deepEqual(await phases(), ['0 running RUNNING', '1 running RUNNING', '2 forgotten', '3 forgotten']);
    // Another job has its number.
    answer = [record('0-3', 'RUNNING', { name: `digits-${sweep.id}-2001` })];
    assert.deepEqual(await phases(), ['0 forgotten', '1 forgotten', '2 forgotten', '3 forgotten']);
    const before = asked;
    assert.equal(await queue.look(), await queue.look());
    assert.equal(asked, before);
    await submit(job(), job({ name: `${name}-r2`, tasks: '1', submission: submitted(8) }));
    answer = [record('1', 'RUNNING', { name: `${name}-r2`, jobId: 8 })];
    assert.deepEqual(await phases(), ['0 forgotten', '1 running RUNNING', '2 forgotten', '3 forgotten']);
    assert.equal(asked, before + 1);
  });

  it('finds a job by its name of which nobody has noted that it was submitted', async () => {
    await submit(job({ submission: { type: 'submitting', at } }));
    assert.deepEqual(await phases(), ['0 submitting', '1 submitting', '2 submitting', '3 submitting']);
    answer = [record('0', 'RUNNING'), record('1-3', 'PENDING')];
    const [design] = (await queue.look()).designs;
    assert.deepEqual(
      design!.tasks.map(({ phase, job: of }) => [phase, of.jobId]),
      [
        ['running', 7],
        ['waiting', 7],
        ['waiting', 7],
        ['waiting', 7],
      ],
    );
    // There are two of them.
    answer = [record('0-3', 'PENDING'), record('0-3', 'PENDING', { jobId: 9 })];
    assert.equal((await phases())[0], '0 submitting');
    answer = [];
    assert.equal((await phases())[0], '0 submitting');
    time += 70_000;
    assert.equal((await phases())[0], '0 planned', 'nobody can be submitting it any more');
    await submit(job({ submission: { type: 'submitting', at: '2999-01-31T12:00:00.000Z' } }));
    assert.equal((await phases())[0], '0 planned', 'it was begun later than any clock is ahead');
    await submit(job({ submission: { type: 'submitting', at } }));
    await phases();
    const before = asked;
    await queue.look();
    assert.equal(asked, before);
  });

  it('shows what is under way before what was submitted later and is over, and before what is planned', async () => {
    const again = job({ name: `${name}-r2`, submission: submitted(8) });
    await submit(job(), again, job({ name: `${name}-r3`, submission: { type: 'planned' } }));
    const ofAgain = { name: again.name, jobId: 8 };
    answer = [
      record('0', 'RUNNING'),
      record('0', 'FAILED', ofAgain),
      record('1', 'FAILED'),
      record('1', 'RUNNING', ofAgain),
      record('2', 'FAILED'),
      record('2', 'TIMEOUT', ofAgain),
      record('3', 'RUNNING'),
      record('3', 'PENDING', ofAgain),
    ];
    const [design] = (await queue.look()).designs;
    assert.deepEqual(
      design!.tasks.map(({ state, job: of }) => [state, of.jobId]),
      [
        ['RUNNING', 7],
        ['RUNNING', 8],
        ['TIMEOUT', 8],
        ['PENDING', 8],
      ],
    );
    // A refusal is what came last, where nothing is under way.
    await submit(job(), job({ name: `${name}-r3`, submission: { type: 'refused', at, reason: 'no' } }));
    assert.deepEqual(await phases(), ['0 running RUNNING', '1 refused', '2 refused', '3 running RUNNING']);
  });

  it('leaves out runs of a comparison that others took the place of, unless they are under way', async () => {
    const first = comparisonOf([2, 4], [0]);
    const plan = { ...first, runs: [...first.runs, { ...first.runs[0]!, id: '20260101-000009-aaaa', replaces: first.runs[0]!.id }] };
    await comparisonStore(runsFolder).write(plan);
    const folder = path.join(home, '.digits', 'comparisons', plan.id);
    const own = `digits-${plan.id}-0`;
    write({ schemaVersion: 1, plan: plan.id, jobs: [job({ name: own, tasks: '0-2' })] }, folder);
    answer = [record('0-2', 'RUNNING', { name: own })];
    assert.deepEqual(await phases(), ['0 running RUNNING', '1 running RUNNING', '2 running RUNNING']);
    answer = [record('0-2', 'FAILED', { name: own })];
    assert.deepEqual(await phases(), ['1 over FAILED', '2 over FAILED']);
  });

  it('says which tasks a person does not want to see any more', async () => {
    await submit(job({ dismissed: '1-2,7-9999999' }));
    answer = [record('0-3', 'FAILED')];
    const [design] = (await queue.look()).designs;
    assert.deepEqual(
      design!.tasks.map(({ isDismissed }) => isDismissed),
      [false, true, true, false],
    );
  });

  it('sees a ledger that was written again in the same moment, with the same size', async () => {
    await submit(job());
    const { mtime, size } = statSync(ledgerOf());
    answer = [record('0-3', 'RUNNING')];
    await queue.look();
    await submit(job({ submission: submitted(8) }));
    utimesSync(ledgerOf(), mtime, mtime);
    assert.equal(statSync(ledgerOf()).size, size);
    assert.equal((await phases())[0], '0 forgotten');
  });

  it('reads a plan of thousands of runs again only when its own file has changed', async () => {
    await submit(job());
    const before = (await queue.look()).designs[0]!.plan;
    await submit(job({ submission: submitted(8) }));
    write({ schemaVersion: 1, plan: sweep.id, jobs: [job({ submission: submitted(9) })] });
    const plan = path.join(planFolder(), 'sweep.json');
    const after = (await queue.look()).designs[0]!.plan;
    assert.notEqual(after, before, 'it was written anew');
    write({ schemaVersion: 1, plan: sweep.id, jobs: [job({ submission: submitted(10) })] });
    assert.equal((await queue.look()).designs[0]!.plan, after);
    writeFileSync(plan, readFileSync(plan, 'utf8').replace(ids[3]!, '20260103-000000-azzz'));
    assert.equal((await queue.look()).designs[0]!.tasks[3]!.runId, '20260103-000000-azzz');
  });

  it('passes over tasks beyond the plan, however many a file from elsewhere names', async () => {
    const jobs = Array.from({ length: 1000 }, (_, i) =>
      job({ name: `${name}-r${i + 2}`, tasks: '0-9999999', offset: i === 0 ? 2 : i === 1 ? 2 ** 52 : 4 }),
    );
    await submit(...jobs);
    assert.deepEqual(
      (await queue.look()).designs[0]!.tasks.map(({ place, task }) => [place, task]),
      [
        [2, 0],
        [3, 1],
      ],
    );
  });

  it('says which ledgers cannot be read, and shows the other plans', async () => {
    const other = { ...sweep, id: '20260103-000000-othr' };
    await submit(job());
    await sweepStore(runsFolder).write(other);
    const folder = path.join(home, '.digits', 'sweeps', other.id);
    for (const [ledger, reason] of [
      [
        { schemaVersion: 1, plan: sweep.id, jobs: [] },
        /it is of the plan .*; expected .*-othr\. Was the folder copied\? Remove slurm\/ then\./,
      ],
      [{ schemaVersion: 2 }, /schemaVersion/],
      [
        { schemaVersion: 1, plan: other.id, jobs: [job({ name: `digits-${other.id}-0`, tasks: '0-3,2' })] },
        /tasks: found "0-3,2"; expected tasks of an array, ascending/,
      ],
    ] as const) {
      write(ledger, folder);
      const { designs, broken } = await queue.look();
      assert.deepEqual([designs.map(({ plan }) => plan.id), broken.map(one => one.folder)], [[sweep.id], [folder]]);
      assert.match(broken[0]!.reason, reason);
      assert.equal(await queue.look(), await queue.look());
    }
    write({ schemaVersion: 1, plan: other.id, jobs: [] }, folder);
    rmSync(path.join(folder, 'sweep.json'));
    assert.match((await queue.look()).broken[0]!.reason, /there is no sweep\.json/);
    rmSync(folder, { recursive: true });
    assert.deepEqual((await queue.look()).broken, []);
  });

  it('keeps what it knows of a plan that cannot be read any more, and says so', async () => {
    await submit(job());
    answer = [record('0-3', 'PENDING')];
    const [known] = (await queue.look()).designs;
    const readable = readFileSync(ledgerOf(), 'utf8');
    writeFileSync(ledgerOf(), '{');
    const unreadable = await queue.look();
    assert.deepEqual([unreadable.designs[0], unreadable.broken[0]!.folder], [known, planFolder()]);
    assert.match(unreadable.broken[0]!.reason, /jobs\.json: this is no JSON/);
    assert.equal(await queue.look(), unreadable);
    answer = [record('0-3', 'RUNNING')];
    assert.equal((await phases())[0], '0 running RUNNING', 'it goes on at the cluster');
    writeFileSync(ledgerOf(), readable);
    assert.deepEqual((await queue.look()).broken, []);
    rmSync(ledgerOf());
    assert.deepEqual(await queue.look(), { designs: [], problem: undefined, broken: [] });
  });

  it('keeps what it knows of plans whose folder cannot be looked through', async function () {
    if (process.platform === 'win32') this.skip();
    await submit(job());
    answer = [record('0-3', 'PENDING')];
    const { designs } = await queue.look();
    const all = path.join(home, '.digits', 'sweeps');
    renameSync(all, `${all}.away`);
    symlinkSync('sweeps', all);
    const { designs: kept, broken } = await queue.look();
    assert.deepEqual([kept, broken.map(({ folder }) => folder)], [designs, [all]]);
    assert.match(broken[0]!.reason, /sweeps: this is a link; expected/);
    assert.equal(broken[0]!.reason.split(all).length, 2, 'it is named once');
    rmSync(all);
    assert.deepEqual((await queue.look()).designs, []);
  });

  it('shows nothing of a copy, of which Slurm has no tasks', async () => {
    await submit();
    const { ino } = statSync(planFolder(), { bigint: true });
    const jobs = [job()];
    const shown = async (of: object): Promise<number> => {
      write({ schemaVersion: 1, plan: sweep.id, folder: of, jobs });
      return (await queueOf([runsFolder]).look()).designs.length;
    };
    assert.equal(await shown({ path: planFolder(), inode: '1' }), 1, 'restored from a backup');
    assert.equal(await shown({ path: '/elsewhere', inode: `${ino}` }), 1, 'moved, or another mount');
    assert.equal(await shown({ path: '/elsewhere', inode: '1' }), 0);
    const { broken } = await queueOf([runsFolder]).look();
    assert.match(broken[0]!.reason, /it is of \/elsewhere, and this folder is a copy .* Remove slurm\/ here/);
  });

  it('follows no link out of the folder', async function () {
    if (process.platform === 'win32') this.skip();
    const elsewhere = path.join(home, 'elsewhere');
    mkdirSync(path.join(elsewhere, 'slurm'), { recursive: true });
    write({ schemaVersion: 1, plan: sweep.id, jobs: [job()] }, elsewhere);
    await sweepStore(runsFolder).write(sweep);
    symlinkSync(path.join(elsewhere, 'slurm'), path.join(planFolder(), 'slurm'));
    const { designs, broken } = await queue.look();
    assert.deepEqual(designs, []);
    assert.match(broken[0]!.reason, /slurm: this is a link/);
    assert.equal(asked, 0);
  });

  it('looks at a folder that a link leads to', async function () {
    if (process.platform === 'win32') this.skip();
    await submit(job());
    symlinkSync(path.join(home, '.digits'), path.join(home, 'linked'));
    mkdirSync(path.join(home, 'here'));
    symlinkSync(path.join(home, '.digits'), path.join(home, 'here', '.digits'));
    answer = [record('0-3', 'RUNNING')];
    const linked = path.join(home, 'here', '.digits', 'runs');
    const [design] = (await queueOf([linked]).look()).designs;
    assert.equal(design!.tasks.length, 4);
    assert.equal(design!.plan.runsFolder, linked);
  });
});
