import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ClusterPlan } from '../../../src/cluster/clusterPlan';
import { isTroubled, taskExplained } from '../../../src/cluster/taskInWords';
import { cancelTasks, dismissEnded, requeueTasks } from '../../../src/cluster/tasksAtSlurm';
import { PlansOnCluster } from '../../plansOnCluster';
import { withSlurm } from '../../slurmCluster';
import { untilReads } from '../../until';
import { fewDigits } from '../data/fewDigits';

const none = { speeds: [], engine: 'onnx', threads: 1 } as const;
const all = (count: number, state: string): string[] => Array.from({ length: count }, () => state);

/** Real training by the program that was built. `npm run check:slurm` does more of it, and longer. */
withSlurm('runs that a real Slurm trains', { cpus: 2 }, () => {
  let plans: PlansOnCluster;
  let reference: ClusterPlan;
  before(async () => {
    plans = new PlansOnCluster();
    const base = { dataset: fewDigits(plans.base), epochs: 60, train_samples: 400, validation_samples: 100, batch_size: 64 };
    const parameters = { num_filters: [2, 4] };
    reference = await plans.sweep({ schemaVersion: 1, kind: 'grid', base, parameters, seeds: 2, threads: 1, engine: 'onnx' });
  });
  after(() => plans?.remove());

  it('come to the bits that they come to here, each trained once, by what was proposed', async () => {
    const on = await plans.copyOf(reference);
    const proposal = await on.propose();
    assert.equal(proposal.tasks, 4);
    assert.deepEqual(await on.states(), all(4, 'planned'));
    const script = readFileSync(proposal.scripts[0]!, 'utf8');
    assert.match(script, /^#SBATCH --array=0-3$/m);
    const other = await on.executor().propose(on.plan, [1], none);
    await assert.rejects(on.executor().submit(proposal), {
      problem: 'refused',
      message: /changed by another process.* Nothing was submitted/,
    });
    await on.executor().submit(other);
    assert.equal((await on.propose()).tasks, 3, 'one of them is under way');
    await on.submit();
    assert.equal((await on.propose()).tasks, 0);
    await on.untilStates(all(4, 'over COMPLETED'));
    await on.assertWhole([1, 1, 1, 1]);
    assert.equal((await on.propose()).tasks, 0);
    assert.deepEqual(
      (await on.tasks()).map(task => isTroubled(task, { status: 'completed' })),
      [false, false, false, false],
    );
  });

  it('go on where a task was cancelled, and where it is begun anew', async () => {
    const on = await plans.copyOf(reference, { throttle: 2 });
    await on.submit();
    for (const place of [0, 1]) {
      await on.untilEpochs(place, 1);
      // It must not come to its end before it is cancelled.
      process.kill(on.trainerOf(place), 'SIGSTOP');
    }
    const tasks = await on.tasks();
    await cancelTasks(on.plan, [tasks[0]!, tasks[3]!]);
    await requeueTasks(on.plan, [tasks[1]!]);
    await untilReads('the ends', async () => (await on.states()).filter((_, place) => place !== 1), [
      'over CANCELLED',
      'over COMPLETED',
      'forgotten',
    ]);
    await untilReads('the run', async () => (await on.statuses())[1], 'completed');
    await untilReads('the run', async () => (await on.statuses())[0], 'interrupted');
    await on.submit();
    await on.untilStates(all(4, 'over COMPLETED'));
    await on.assertWhole([2, 2, 1, 1]);
  });

  it('wait for a person who mends what made them fail, and the others end', async () => {
    const [bad, good] = [await plans.copyOf(reference), await plans.copyOf(reference)];
    await bad
      .executor({ command: ['/nowhere/digits'] })
      .submit(await bad.executor({ command: ['/nowhere/digits'] }).propose(bad.plan, [0, 2], none));
    await good.executor().submit(await good.executor().propose(good.plan, [1], none));
    await bad.untilStates(all(2, 'over FAILED (NonZeroExitCode)'));
    const tasks = await bad.tasks();
    assert.match(taskExplained(tasks[1]!, undefined), /could not start digits.*Its run had not begun\.$/);
    assert.ok(tasks.every(task => isTroubled(task, undefined)));
    await dismissEnded(bad.plan, [tasks[1]!]);
    assert.deepEqual(
      (await bad.tasks()).map(task => isTroubled(task, undefined)),
      [true, false],
    );
    await good.untilStates(['over COMPLETED']);
    assert.deepEqual(good.attempts(), [0, 1, 0, 0]);
    await bad.executor().submit(await bad.executor().propose(bad.plan, [0], none));
    await untilReads('the run', async () => (await bad.statuses())[0], 'completed');
  });
});
