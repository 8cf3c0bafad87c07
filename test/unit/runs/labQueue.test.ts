import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { newRunIds } from '../../../src/contract/runId';
import { replay } from '../../../src/contract/runState';
import { readEvents } from '../../../src/runFolder/readRun';
import { Lab } from '../../../src/runs/lab';
import type { RememberedRun } from '../../../src/runs/ownRuns';
import type { QueueFile } from '../../../src/runs/queueState';
import { until } from '../../until';
import { untilLab } from '../../untilLab';
import { fewDigits } from '../data/fewDigits';
import { quick as usual, temporaryRuns, trainerFile } from '../trainer/forkTrainer';
import { writeEndingTrainer } from './endingTrainer';

describe('the queue of a lab', () => {
  const home = temporaryRuns();
  const quick = { ...usual, dataset: fewDigits(home), epochs: 1 };
  const endless = { ...quick, epochs: 5000 };
  let location: { runsFolder: string; queueFile: string };
  let remembered: readonly RememberedRun[];
  let labs: Lab[];
  let count = 0;
  beforeEach(() => {
    const folder = path.join(home, String(++count));
    location = { runsFolder: path.join(folder, 'runs'), queueFile: path.join(folder, 'queue.json') };
    remembered = [];
    labs = [];
  });
  afterEach(() => Promise.all(labs.map(lab => lab.dispose())));

  const open = async (options: { maxConcurrentRuns?: number; trainer?: string } = {}): Promise<Lab> => {
    const { maxConcurrentRuns = 1, trainer = trainerFile } = options;
    const memory = { read: () => remembered, write: (runs: readonly RememberedRun[]) => void (remembered = runs) };
    const stateFolder = path.join(path.dirname(location.queueFile), 'state');
    const settings = () => ({ maxConcurrentRuns, threads: 1 });
    const lab = new Lab({ locations: [location], trainerFile: trainer, memory, stateFolder, settings });
    labs.push(lab);
    await lab.refresh();
    return lab;
  };
  const inFile = (): QueueFile => JSON.parse(readFileSync(location.queueFile, 'utf8')) as QueueFile;
  /** Failures are waited for here. */
  const untilQueue = (lab: Lab, isSo: () => boolean): Promise<void> =>
    until({ isSo, seen: () => [lab.queued, lab.queue.failed, lab.runs], on: look => [lab.onChanged(look), lab.onEnded(look)] });
  const waiting = (lab: Lab): string[] => lab.queued.flatMap(({ id, isAsked }) => (isAsked ? [id] : []));
  const statusOf = (lab: Lab, id: string): string | undefined => lab.find(id)?.status;
  const plan = (length: number, parameters = quick): { id: string; parameters: typeof quick; design: string }[] =>
    newRunIds(new Date(), length).map((id, seed) => ({ id, parameters: { ...parameters, seed }, design: 'a sweep' }));

  it('takes a plan in its order, begins what there is room for, and passes over what is there', async () => {
    const lab = await open({ maxConcurrentRuns: 2 });
    const runs = plan(4);
    const ids = runs.map(({ id }) => id);
    assert.deepEqual(await lab.trainAll(runs), ids);
    assert.deepEqual(
      lab.active.map(({ id }) => id),
      ids.slice(0, 2),
    );
    assert.deepEqual(waiting(lab), ids.slice(2));
    assert.deepEqual(await lab.trainAll(runs), []);
    await untilLab(lab, () => ids.every(id => statusOf(lab, id) === 'completed'));
    assert.deepEqual(
      ids.map(id => lab.find(id)?.config?.design),
      ids.map(() => 'a sweep'),
    );
    const [more] = plan(1);
    assert.deepEqual(await lab.trainAll([...runs, more!]), [more!.id]);
    await untilLab(lab, () => statusOf(lab, more!.id) === 'completed');
  });

  it('holds ten thousand runs, which are asked for after a restart too, and no more', async () => {
    const lab = await open({ maxConcurrentRuns: 0 });
    const runs = plan(10_000);
    await lab.trainAll(runs);
    assert.equal(lab.queued.length, 10_000);
    await assert.rejects(lab.trainAll(plan(1)), /at most 10000 runs/);
    const next = await open({ maxConcurrentRuns: 0 });
    assert.deepEqual(
      waiting(next),
      runs.map(({ id }) => id),
    );
    const later = await open({ maxConcurrentRuns: 1 });
    assert.equal(later.active[0]?.id, runs[0]!.id);
  });

  it('stops everything, and puts it back after a restart, in its order', async () => {
    const lab = await open();
    const runs = plan(3, endless);
    const ids = runs.map(({ id }) => id);
    await lab.trainAll(runs);
    await untilLab(lab, () => lab.find(ids[0]!)?.live?.epochs.length === 1);
    await lab.queue.stopAll();
    await untilLab(lab, () => statusOf(lab, ids[0]!) === 'stopped');
    assert.deepEqual([lab.queued, lab.active], [[], []]);
    await lab.dispose();

    const next = await open();
    assert.deepEqual([next.queued, next.active], [[], []]);
    assert.equal(await next.queue.putBack(), 3);
    await untilLab(next, () => (next.find(ids[0]!)?.live?.epochs.length ?? 0) > 1);
    assert.deepEqual(waiting(next), ids.slice(1));
    assert.equal(inFile().takenOut, undefined);
  });

  it('goes on with a run that is only just being stopped when it is put back', async () => {
    const lab = await open();
    const [run] = plan(1, endless);
    await lab.trainAll([run!]);
    await untilLab(lab, () => lab.find(run!.id)?.live?.epochs.length === 1);
    const stopping = lab.queue.stopAll();
    await untilLab(lab, () => lab.queue.takenOut.length === 1 && lab.find(run!.id)?.isStopping === true);
    assert.equal(await lab.queue.putBack(), 1);
    await stopping;
    await untilLab(lab, () => statusOf(lab, run!.id) === 'running' && lab.active[0]?.isStopping === false);
  });

  it('puts back what was taken out of it, in its place', async () => {
    const lab = await open();
    const [first, ...rest] = plan(4, endless);
    await lab.trainAll([first!, ...rest]);
    const ids = rest.map(({ id }) => id);
    await lab.queue.takeOut([ids[1]!]);
    assert.deepEqual(waiting(lab), [ids[0], ids[2]]);
    await lab.queue.putBack();
    assert.deepEqual(waiting(lab), ids);
    await lab.queue.place([ids[2]!], [ids[0]!]);
    assert.deepEqual(waiting(lab), [ids[2], ids[0], ids[1]]);
  });

  it('trains a run once more that failed by chance, from where it was, and only once', async () => {
    const failing = writeEndingTrainer(home);
    const lab = await open({ trainer: failing });
    const [run] = plan(1, { ...quick, epochs: 3 });
    const { id } = run!;
    await lab.trainAll([run!]);
    await untilQueue(lab, () => lab.queue.failed.length === 1);
    assert.deepEqual(
      lab.queue.failed.map(failed => [failed.id, failed.mayRetry]),
      [[id, true]],
    );
    await lab.dispose();

    const next = await open({ trainer: failing });
    await next.setQueuePaused(true);
    assert.equal(await next.queue.retryFailed(), 1);
    await next.dispose();

    // The mark is still there after a restart. The second attempt goes on after the second epoch, which does not come again.
    const third = await open();
    assert.deepEqual(
      third.queued.map(({ isRetry, isAsked, design }) => [isRetry, isAsked, design]),
      [[true, true, 'a sweep']],
    );
    await third.setQueuePaused(false);
    await untilLab(third, () => statusOf(third, id) === 'completed');
    assert.deepEqual(third.queue.failed, []);
    const { epochs } = replay(await readEvents(path.join(location.runsFolder, id)));
    assert.deepEqual(
      epochs.map(({ epoch }) => epoch),
      [1, 2, 3],
    );
  });

  it('does not try a third time', async () => {
    const lab = await open({ trainer: path.join(home, 'no such trainer.js') });
    const [run] = plan(1);
    await lab.trainAll([run!]);
    await untilQueue(lab, () => lab.queue.failed.length === 1);
    assert.equal(await lab.queue.retryFailed(), 1);
    await untilQueue(lab, () => lab.queue.failed[0]?.mayRetry === false);
    assert.equal(await lab.queue.retryFailed(), 0);
    assert.deepEqual(
      lab.runs.map(({ id }) => id),
      [run!.id],
    );
    // The list is of the runs that were trained last.
    const [more] = plan(1);
    await lab.trainAll([more!]);
    await untilQueue(lab, () => lab.queue.failed.every(({ id }) => id === more!.id) && lab.queue.failed.length === 1);
  });

  it('tries none again that would fail again', async () => {
    const lab = await open();
    await lab.trainAll([{ parameters: { ...quick, train_samples: 50_000 }, design: 'a sweep' }]);
    await untilQueue(lab, () => lab.queue.failed[0]?.mayRetry === false);
    assert.equal(await lab.queue.retryFailed(), 0);
    // One that stands for itself is in the list of runs.
    await lab.train({ parameters: { ...quick, train_samples: 50_000 } });
    await untilQueue(lab, () => lab.runs.filter(({ status }) => status === 'failed').length === 2 && lab.active.length === 0);
    assert.deepEqual(lab.queue.failed, []);
  });

  it('forgets a failed run that is deleted', async () => {
    const lab = await open({ trainer: writeEndingTrainer(home) });
    const [run] = plan(1, { ...quick, epochs: 3 });
    await lab.trainAll([run!]);
    await untilQueue(lab, () => lab.queue.failed.length === 1);
    await lab.delete(run!.id);
    assert.deepEqual(lab.queue.failed, []);
    rmSync(location.queueFile);
  });
});
