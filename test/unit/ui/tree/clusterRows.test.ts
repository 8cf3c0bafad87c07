import assert from 'node:assert/strict';
import { SlurmError } from '../../../../src/cluster/slurm/slurmError';
import type { TaskRun } from '../../../../src/cluster/taskInWords';
import type { RunStatus } from '../../../../src/contract/runState';
import { divergedInWords } from '../../../../src/wording/divergence';
import { changedRows, clusterRows, keptRows, type ClusterFacts, type ShownClusterRow } from '../../../../src/ui/tree/clusterRows';
import { planOf, snapshotOf, taskOf } from '../cluster/clusterTasks';

const running = { phase: 'running', state: 'RUNNING', nodes: 'n1' } as const;
const timeout = { phase: 'over', state: 'TIMEOUT', exit: { code: 0, signal: 15 } } as const;

function factsOf(statuses: Readonly<Record<string, RunStatus>> = {}, runs: Readonly<Record<string, TaskRun>> = {}): ClusterFacts {
  return {
    titleOf: () => 'num_filters 32 → 64',
    nameOf: (_, { place }) => `seed ${place}`,
    find: id => runs[id] ?? (statuses[id] && { status: statuses[id] }),
    progressOf: id => (statuses[id] === 'running' ? '3/10 · 97.82 %' : ''),
    lastAnswer: '14:32',
  };
}

const words = ({ face: { label, description } }: ShownClusterRow): string => `${label}: ${description}`;

describe('the rows of what Slurm has', () => {
  const { folder } = planOf(1);
  it('are a plan with how far it is, and below it what runs, what waits and what has ended without a result', () => {
    const tasks = [taskOf(0, running), taskOf(1, { phase: 'over', state: 'COMPLETED' }), taskOf(2), taskOf(3), taskOf(4, timeout)];
    const [plan, ...others] = clusterRows(snapshotOf(tasks), factsOf({ 'run 0': 'running', 'run 1': 'completed', 'run 4': 'interrupted' }));
    assert.deepEqual(others, []);
    assert.equal(words(plan!), 'num_filters 32 → 64: 1/5 · 1 unfinished · 1 running · 2 PENDING (Resources)');
    assert.equal(plan!.face.spoken, 'num_filters 32 → 64, at Slurm, 1 of 5 tasks done · 1 unfinished · 1 running · 2 PENDING (Resources)');
    assert.equal(plan!.face.context, 'slurmPlan underWay troubled');
    assert.deepEqual(plan!.below.map(words), [
      'seed 0: RUNNING on n1 · 3/10 · 97.82 %',
      'seed 2: PENDING (Resources)',
      'seed 3: PENDING (Resources)',
      'seed 4: TIMEOUT · Its time was over',
    ]);
    assert.deepEqual(
      plan!.below.map(({ face }) => face.context),
      ['slurm running underWay one', 'slurm waiting underWay', 'slurm waiting underWay', 'slurm troubled one'],
    );
    const [first, waiting, , ended] = plan!.below.map(({ face }) => face);
    assert.deepEqual(first!.command?.arguments, ['run 0']);
    assert.equal(waiting!.command, undefined);
    assert.match(waiting!.tooltip!, /It is next, and waits for a node that is free\.\nJob 17_2/);
    assert.match(ended!.tooltip!, /What it had trained is saved: submitted again it goes on from there\./);
  });

  it('are not there for a plan of which nothing is under way or unfinished', () => {
    const done = { phase: 'forgotten', state: '' } as const;
    assert.deepEqual(clusterRows(snapshotOf([taskOf(0, done)]), factsOf({ 'run 0': 'completed' })), []);
    assert.deepEqual(clusterRows(snapshotOf([taskOf(0, { phase: 'planned', state: '' })]), factsOf()), []);
    assert.deepEqual(clusterRows(snapshotOf([taskOf(0, { ...timeout, isDismissed: true })]), factsOf()), []);
  });

  it('take a run that has diverged for done, and one whose task was killed a moment ago for unfinished', () => {
    const tasks = [
      taskOf(0, { phase: 'over', state: 'FAILED', exit: { code: 3, signal: 0 } }),
      taskOf(1, { ...timeout, state: 'NODE_FAIL' }),
    ];
    const diverged = { status: 'failed', summary: { reason: divergedInWords(1, 3, 0.1) } } as const;
    const killed = { status: 'running', slurm: { cluster: null, job: '17_1', restarts: 0 } } as const;
    const [plan] = clusterRows(snapshotOf(tasks), factsOf({}, { 'run 0': diverged, 'run 1': killed }));
    assert.equal(plan!.face.description, '1/2 · 1 unfinished');
    assert.deepEqual(plan!.below.map(words), ['seed 1: NODE_FAIL · Its node was lost, and Slurm has not begun it anew']);
  });

  it('warn of what will not begin by itself, and read out what to do about it', () => {
    const tasks = [taskOf(0, running), taskOf(1, { state: 'PENDING (BadConstraints)' }), taskOf(2, timeout)];
    const [plan] = clusterRows(snapshotOf(tasks), factsOf({ 'run 0': 'running', 'run 2': 'interrupted' }));
    assert.equal(plan!.face.description, '0/3 · 1 will not begin · 1 unfinished · 1 running');
    const [, stuck, ended] = plan!.below;
    assert.equal(
      words(stuck!),
      'seed 1: PENDING (BadConstraints) · No node has what it asks for: cancel it, change constraint, cpus or memory, and submit it again',
    );
    assert.deepEqual([stuck!.face.icon?.id, stuck!.face.context], ['warning', 'slurm waiting underWay']);
    assert.match(stuck!.face.spoken!, /^seed 1, PENDING \(BadConstraints\): No node has what it asks for/);
    assert.match(ended!.face.spoken!, /^seed 2, TIMEOUT: Its time was over\. .* submitted again it goes on from there\.$/);
  });

  it('offer to dismiss what is unfinished once nothing is under way', () => {
    const [plan] = clusterRows(snapshotOf([taskOf(0, timeout)]), factsOf());
    assert.equal(plan!.face.context, 'slurmPlan troubled dismissable');
    const refused = taskOf(0, {
      phase: 'refused',
      state: '',
      refusal: 'sbatch refused: Invalid account.',
      job: { name: 'a', jobId: null },
    });
    const [row] = clusterRows(snapshotOf([refused]), factsOf())[0]!.below;
    assert.equal(words(row!), 'seed 0: refused by sbatch · Invalid account');
    assert.equal(row!.face.context, 'slurm troubled');
  });

  it('sum up waiting tasks with one reason, so that a plan of many has few rows', () => {
    const tasks = Array.from({ length: 10_000 }, (_, i) => taskOf(i, i < 200 ? running : i === 200 ? {} : { state: 'PENDING (Priority)' }));
    const [plan] = clusterRows(snapshotOf(tasks), factsOf());
    assert.equal(plan!.face.description, '0/10,000 · 200 running · 9,800 waiting');
    assert.equal(plan!.below.length, 53);
    assert.deepEqual(plan!.below.slice(50).map(words), [
      '150 more: running',
      'seed 200: PENDING (Resources)',
      '9,799 tasks: PENDING (Priority)',
    ]);
    assert.equal(plan!.below.at(-1)!.row.tasks.length, 9799);
    assert.equal(plan!.face.below, 'collapsed');
  });

  it('say once that Slurm does not answer, and as of when the states are', () => {
    const problem = new SlurmError('unreachable', 'Slurm’s controller does not answer.');
    const unknown = taskOf(0, { phase: 'unknown' });
    const [row, plan] = clusterRows(snapshotOf([unknown], { problem }), factsOf());
    assert.equal(words(row!), 'Slurm does not answer: as it was at 14:32');
    assert.equal(row!.face.tooltip, problem.message);
    assert.equal(row!.face.spoken, `Slurm does not answer, as it was at 14:32: ${problem.message}`);
    assert.equal(plan!.face.description, '0/1 · 1 PENDING (Resources)');
    // Of a run that has its result it makes no difference.
    assert.deepEqual(clusterRows(snapshotOf([unknown], { problem }), factsOf({ 'run 0': 'completed' })), []);
  });

  it('are the same objects where nothing is different, and of a plan with the same tasks only those that are are shown anew', () => {
    const shown = (progress: string, ...more: ReturnType<typeof taskOf>[]): readonly ShownClusterRow[] =>
      clusterRows(snapshotOf([taskOf(0, running), taskOf(1), ...more]), { ...factsOf({ 'run 0': 'running' }), progressOf: () => progress });
    const first = shown('3/10');
    const before = new Map(first.flatMap(plan => [plan, ...plan.below]).map(one => [one.row.key, one]));
    assert.deepEqual(changedRows(keptRows(shown('3/10'), before), before), []);
    const [plan] = first;
    const next = keptRows(shown('4/10'), before);
    assert.equal(next[0]!.row, plan!.row);
    assert.deepEqual(changedRows(next, before), [plan!.below[0]!.row]);
    assert.equal(changedRows(next, before)[0], plan!.below[0]!.row);
    const another = keptRows(shown('4/10', taskOf(2)), before);
    assert.deepEqual(changedRows(another, before), [another[0]!.row]);
  });

  it('name plans that cannot be read', () => {
    const [row] = clusterRows({ designs: [], problem: undefined, broken: [{ folder, reason: 'No JSON.' }] }, factsOf());
    assert.equal(words(row!), `A plan cannot be read: ${folder}`);
    assert.equal(row!.face.tooltip, 'No JSON.');
  });
});
