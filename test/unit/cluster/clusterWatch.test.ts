import assert from 'node:assert/strict';
import type { ClusterPlan } from '../../../src/cluster/clusterPlan';
import { noCluster, type ClusterSnapshot } from '../../../src/cluster/clusterQueue';
import type { ClusterTask } from '../../../src/cluster/clusterTask';
import { ClusterWatch, type ClusterChange } from '../../../src/cluster/clusterWatch';
import { SlurmError } from '../../../src/cluster/slurm/slurmError';
import { eachTurn, until } from '../../until';
import { FakeClock } from '../util/fakeClock';
import { aTask } from './aTask';

const plan: ClusterPlan = {
  id: 'p',
  design: 'sweeps/p',
  folder: '/sweeps/p',
  file: '/sweeps/p/sweep.json',
  runsFolder: '/runs',
  runs: [],
  counted: [],
};

const of = (...tasks: readonly Partial<ClusterTask>[]): ClusterSnapshot => ({
  ...noCluster,
  designs: [{ plan, tasks: tasks.map((task, place) => aTask({ runId: `run${place}`, place, ...task })) }],
});

describe('looking again and again what a cluster does', () => {
  let clock: FakeClock;
  let current: ClusterSnapshot;
  let looks: number;
  let watch: ClusterWatch;
  let changes: ClusterChange[];

  beforeEach(() => {
    [clock, current, looks, changes] = [new FakeClock(), noCluster, 0, []];
    const look = (): Promise<ClusterSnapshot> => {
      looks++;
      return Promise.resolve(current);
    };
    watch = new ClusterWatch({ look }, clock);
    watch.onChanged(change => changes.push(change));
  });
  afterEach(() => watch.dispose());

  /** Lets time pass, and what was asked be answered. */
  async function pass(seconds: number): Promise<void> {
    for (let i = 0; i < seconds; i++) {
      clock.advance(1000);
      // When the answer is there, the next look is due at some time.
      await until({ isSo: () => clock.pending > 0, seen: () => clock.pending, on: eachTurn });
    }
  }

  /** How long it takes until it is looked again. */
  async function pause(): Promise<number> {
    const before = looks;
    for (let seconds = 0; seconds < 1000; seconds++) {
      if (looks > before) return seconds;
      await pass(1);
    }
    return Infinity;
  }

  it('is done the less often the less there is to see', async () => {
    current = of({ phase: 'running' });
    await watch.lookNow();
    assert.equal(watch.snapshot, current);
    assert.deepEqual([await pause(), await pause(), await pause(), await pause(), await pause(), await pause()], [5, 10, 20, 40, 60, 60]);
    current = of({ phase: 'over' });
    assert.equal(await pause(), 60);
    assert.deepEqual([await pause(), await pause()], [30, 30], 'nothing is under way');
    current = of({ phase: 'waiting' });
    assert.deepEqual([await pause(), await pause(), await pause()], [30, 5, 10]);
    await watch.lookNow();
    assert.equal(await pause(), 10);
  });

  it('leaves a controller alone that does not answer', async () => {
    current = { ...of({ phase: 'running' }), problem: new SlurmError('unreachable', 'x') };
    await watch.lookNow();
    const pauses = [];
    for (let i = 0; i < 7; i++) pauses.push(await pause());
    assert.deepEqual(pauses, [10, 20, 40, 80, 160, 300, 300]);
    assert.equal(changes.length, 1);
    current = of({ phase: 'running' });
    assert.equal(await pause(), 300);
    assert.equal(await pause(), 5);
    assert.equal(changes.length, 2);
  });

  it('tells of which runs the folders may be different', async () => {
    current = of({ phase: 'waiting' }, { phase: 'running' }, { phase: 'over' });
    await watch.lookNow();
    assert.deepEqual(changes.at(-1)!.runIds, [], 'their folders have just been read');
    const [waiting, running, over] = current.designs[0]!.tasks;
    const next = async (...tasks: readonly ClusterTask[]): Promise<readonly string[]> => {
      current = { ...noCluster, designs: [{ plan, tasks }] };
      await watch.lookNow();
      return changes.at(-1)!.runIds;
    };
    const begun = { ...waiting!, phase: 'running' } as const;
    assert.deepEqual(await next(begun, running!, over!), ['run0']);
    assert.deepEqual(await next(begun, { ...running!, restarts: 1 }, over!), ['run1']);
    assert.deepEqual(await next(begun, { ...running!, restarts: 1, state: 'other' }, over!), []);
    // Submitted by another process, and over before it was seen.
    const seen = (place: number, more: Partial<ClusterTask>): ClusterTask => aTask({ runId: `run${place}`, place, ...more });
    const again = { ...over!, job: { name: 'again', jobId: 8 } };
    assert.deepEqual(await next(begun, running!, again, seen(3, { phase: 'over' }), seen(4, { phase: 'waiting' })), [
      'run1',
      'run2',
      'run3',
    ]);
  });

  it('tells of what another process has submitted, and is over, since a look that found nothing', async () => {
    await watch.lookNow();
    assert.equal(changes.length, 0);
    current = of({ phase: 'over' }, { phase: 'waiting' });
    await watch.lookNow();
    assert.deepEqual(changes.at(-1)!.runIds, ['run0']);
  });

  it('tells nothing where nothing is different', async () => {
    current = of({ phase: 'running' });
    await watch.lookNow();
    await pass(200);
    assert.ok(looks > 4);
    assert.equal(changes.length, 1);
  });

  it('looks once more when it was asked while it was looking', async () => {
    const answers: (() => void)[] = [];
    const slow = new ClusterWatch(
      {
        look: () => {
          looks++;
          return new Promise(resolve => answers.push(() => resolve(current)));
        },
      },
      clock,
    );
    const untilLooks = (count: number): Promise<void> => until({ isSo: () => looks === count, seen: () => looks, on: eachTurn });
    const first = slow.lookNow();
    await untilLooks(1);
    const all = [first, slow.lookNow(), slow.lookNow()];
    answers[0]!();
    await untilLooks(2);
    // Once for all of them: nobody answers a third look.
    answers[1]!();
    await Promise.all(all);
    assert.deepEqual([looks, clock.pending], [2, 1]);
    slow.dispose();
    assert.equal(clock.pending, 0);
    await slow.lookNow();
    assert.equal(looks, 2);
  });

  it('ends with the window, also while it looks', async () => {
    let answer: () => void = () => undefined;
    const slow = new ClusterWatch({ look: () => new Promise(resolve => (answer = () => resolve(of({ phase: 'running' })))) }, clock);
    slow.onChanged(change => changes.push(change));
    const asked = slow.lookNow();
    slow.dispose();
    answer();
    await asked;
    assert.deepEqual([changes.length, clock.pending], [0, 0]);
  });
});
