import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { replay } from '../../../src/contract/runState';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { readNotes } from '../../../src/runFolder/artifacts';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readEvents } from '../../../src/runFolder/readRun';
import { Lab } from '../../../src/runs/lab';
import type { LabRun } from '../../../src/runs/labRun';
import type { Memory, RememberedRun } from '../../../src/runs/ownRuns';
import { until } from '../../until';
import { untilLab } from '../../untilLab';
import { fewDigits } from '../data/fewDigits';
import { quick as usual, runTrainer, startIn, temporaryRuns, trainerFile } from '../trainer/forkTrainer';
import { writeEndingTrainer } from './endingTrainer';

class Notebook implements Memory {
  runs: readonly RememberedRun[] = [];
  read = (): readonly RememberedRun[] => this.runs;
  write = (runs: readonly RememberedRun[]): void => void (this.runs = runs);
}

describe('Lab', () => {
  const home = temporaryRuns();
  const quick = { ...usual, dataset: fewDigits(home), epochs: 2 };
  const endless = { ...quick, epochs: 5000 };
  let location: { runsFolder: string; queueFile: string };
  let memory: Notebook;
  let labs: Lab[];
  let count = 0;
  beforeEach(() => {
    const folder = path.join(home, String(++count));
    location = { runsFolder: path.join(folder, 'runs'), queueFile: path.join(folder, 'queue.json') };
    memory = new Notebook();
    labs = [];
  });
  afterEach(() => Promise.all(labs.map(lab => lab.dispose())));

  const open = (options: { maxConcurrentRuns?: number; trainer?: string } = {}): Lab => {
    const { maxConcurrentRuns = 1, trainer = trainerFile } = options;
    const lab = new Lab({ locations: [location], trainerFile: trainer, memory, settings: () => ({ maxConcurrentRuns, threads: 1 }) });
    labs.push(lab);
    return lab;
  };
  const statusOf = (lab: Lab, id: string): string | undefined => lab.find(id)?.status;

  it('trains a run and lists it with its result', async () => {
    const lab = open();
    await lab.refresh();
    const events: TrainerEvent[] = [];
    lab.onEvents(told => events.push(...told.events));
    const id = await lab.train({ parameters: quick, labels: { name: 'first', tags: ['a'] }, notes: '# Hypothesis\n', design: 'a sweep' });
    assert.equal(statusOf(lab, id), 'starting');
    await untilLab(lab, () => lab.find(id)?.status === 'completed');
    const run = lab.find(id) as LabRun;
    assert.equal(run.labels.name, 'first');
    assert.equal(run.config?.design, 'a sweep');
    assert.equal(await readNotes(run.folder), '# Hypothesis\n');
    assert.equal(run.summary?.epochs, 2);
    assert.equal(run.isOwn, false);
    // A machine that is busy may be sampled before there is a folder to write to.
    const begin = events.findIndex(({ type }) => type === 'runStarted');
    assert.deepEqual(events.slice(begin), await readEvents(run.folder));
    assert.deepEqual(memory.runs, []);
  });

  it('lets runs wait, in a file, and starts them in their order', async () => {
    const lab = open();
    await lab.refresh();
    const started: string[] = [];
    lab.onEvents(({ id, events }) => events.some(({ type }) => type === 'runStarted') && started.push(id));
    const first = await lab.train({ parameters: quick });
    const second = await lab.train({ parameters: { ...quick, seed: 2 }, design: 'a sweep' });
    const third = await lab.train({ parameters: { ...quick, seed: 3 } });
    assert.deepEqual(
      lab.queued.map(({ id }) => id),
      [second, third],
    );
    await lab.moveInQueue(third, -1);
    assert.deepEqual(
      (JSON.parse(readFileSync(location.queueFile, 'utf8')) as { runs: { id: string }[] }).runs.map(({ id }) => id),
      [third, second],
    );
    await untilLab(lab, () => statusOf(lab, second) === 'completed');
    assert.deepEqual(started, [first, third, second]);
    assert.equal(lab.find(second)?.config?.design, 'a sweep');
  });

  it('trains no more at a time than it may, whatever comes while one is taken out of the queue', async () => {
    const lab = open();
    await lab.refresh();
    let most = 0;
    lab.onEvents(() => (most = Math.max(most, lab.active.length)));
    const first = await lab.train({ parameters: quick });
    const second = await lab.train({ parameters: { ...quick, seed: 2 } });
    let third: Promise<string> | undefined;
    lab.onChanged(() => {
      // Out of the queue, and not begun yet.
      if (!third && lab.queued.length === 0 && lab.active.length === 0) third = lab.train({ parameters: { ...quick, seed: 3 } });
    });
    await untilLab(lab, () => statusOf(lab, second) === 'completed');
    assert.ok(third, 'there was such a moment');
    const last = await third;
    await untilLab(lab, () => statusOf(lab, last) === 'completed');
    assert.equal(statusOf(lab, first), 'completed');
    assert.equal(most, 1);
  });

  it('goes on with no more at a time than it may, though two are asked for at once', async () => {
    const runner = open({ maxConcurrentRuns: 2, trainer: writeEndingTrainer(home, 'SIGKILL') });
    await runner.refresh();
    const ids = [1, 2].map(seed => runner.train({ parameters: { ...quick, epochs: 4, seed } }));
    const [one, two] = (await Promise.all(ids)) as [string, string];
    await untilLab(runner, () => [one, two].every(id => statusOf(runner, id) === 'interrupted'));
    await runner.dispose();
    const lab = open();
    await lab.refresh();
    let most = 0;
    lab.onEvents(() => (most = Math.max(most, lab.active.length)));
    await Promise.all([lab.resume(one), lab.resume(two)]);
    await untilLab(lab, () => [one, two].every(id => statusOf(lab, id) === 'completed'));
    assert.equal(most, 1);
  });

  it('keeps a paused queue waiting, and a stopped run out of it', async () => {
    const lab = open();
    await lab.refresh();
    const first = await lab.train({ parameters: quick });
    await lab.setQueuePaused(true);
    const waiting = await lab.train({ parameters: quick });
    const dropped = await lab.train({ parameters: quick });
    await lab.stop(dropped);
    await untilLab(lab, () => statusOf(lab, first) === 'completed');
    assert.deepEqual(
      lab.queued.map(({ id }) => id),
      [waiting],
    );
    await lab.setQueuePaused(false);
    await untilLab(lab, () => statusOf(lab, waiting) === 'completed');
    assert.equal(lab.find(dropped), undefined);
  });

  it('goes on, when it is started again, with the runs that it was training', async () => {
    const first = open({ trainer: writeEndingTrainer(home, 'SIGSTOP') });
    await first.refresh();
    const id = await first.train({ parameters: { ...quick, epochs: 4 } });
    await untilLab(first, () => first.find(id)?.live?.epochs.length === 2);
    await first.dispose();
    assert.deepEqual(
      memory.runs.map(run => run.id),
      [id],
    );
    const second = open();
    await second.refresh();
    await untilLab(second, () => statusOf(second, id) === 'completed');
    const { epochs } = replay(await readEvents(path.join(location.runsFolder, id)));
    assert.deepEqual(
      epochs.map(({ epoch }) => epoch),
      [1, 2, 3, 4],
    );
  });

  it('begins a run again of which there was not even a folder', async () => {
    const first = open();
    await first.refresh();
    const id = await first.train({ parameters: quick });
    await first.dispose();
    assert.equal(existsSync(path.join(location.runsFolder, id)), false);
    const second = open();
    await second.refresh();
    await untilLab(second, () => statusOf(second, id) === 'completed');
  });

  it('reads along with a run of another process, and lists it when told that a file changed', async () => {
    const lab = open();
    await lab.refresh();
    const folder = path.join(location.runsFolder, '20260102-030405-abcd');
    const seen: TrainerEvent[] = [];
    lab.onEvents(({ events }) => seen.push(...events));
    let sawRunning = false;
    lab.onChanged(() => (sawRunning ||= statusOf(lab, '20260102-030405-abcd') === 'running'));
    await runTrainer(startIn(folder, endless), ({ type }, child) => {
      if (type === 'runStarted') lab.noticeChange(path.join(folder, 'config.json'));
      // However fast it trains, it is there to be seen.
      if (type === 'epochEnded' && sawRunning && seen.length > 0) child.send({ type: 'stop' });
    });
    lab.noticeChange(path.join(folder, 'summary.json'));
    await untilLab(lab, () => statusOf(lab, '20260102-030405-abcd') === 'stopped');
    assert.equal(lab.find('20260102-030405-abcd')?.isOwn, false);
  });

  it('stops a run after its batch, with what there is', async () => {
    const lab = open();
    await lab.refresh();
    const id = await lab.train({ parameters: endless });
    await untilLab(lab, () => (lab.find(id)?.live?.epochs.length ?? 0) >= 2);
    const stopped = lab.stop(id);
    assert.equal(lab.find(id)?.isStopping, true);
    await stopped;
    await untilLab(lab, () => statusOf(lab, id) === 'stopped');
    assert.ok(lab.find(id)?.summary?.confusionMatrix);
    await lab.delete(id);
    assert.deepEqual(lab.runs, []);
    assert.deepEqual((await listRuns(location.runsFolder)).runs, []);
  });

  it('says why a run was refused before it had a folder', async () => {
    const lab = open();
    await lab.refresh();
    const id = await lab.train({ parameters: { ...quick, dataset: path.join(home, 'nowhere') } });
    await untilLab(lab, () => statusOf(lab, id) === 'failed');
    assert.match(lab.find(id)?.reason ?? '', /nowhere/);
    await lab.delete(id);
    assert.equal(lab.find(id), undefined);
  });

  it('writes down why a trainer that crashed in the middle did, with what it wrote last', async () => {
    const lab = open({ trainer: writeEndingTrainer(home) });
    await lab.refresh();
    const id = await lab.train({ parameters: { ...quick, epochs: 4 } });
    await untilLab(lab, () => statusOf(lab, id) === 'failed');
    assert.match(lab.find(id)?.reason ?? '', /SIGABRT/);
    const { log } = replay(await readEvents(path.join(location.runsFolder, id)));
    assert.match(log.at(-1)?.message ?? '', /out of luck/);
    // A failed run can be gone on with.
    const other = open();
    await other.refresh();
    await other.resume(id);
    await untilLab(other, () => statusOf(other, id) === 'completed');
  });

  it('leaves a run whose trainer was killed from outside as interrupted', async () => {
    const lab = open();
    await lab.refresh();
    const id = await lab.train({ parameters: endless });
    await untilLab(lab, () => (lab.find(id)?.live?.epochs.length ?? 0) >= 1);
    const { pid } = JSON.parse(readFileSync(path.join(location.runsFolder, id, 'owner.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await untilLab(lab, () => statusOf(lab, id) === 'interrupted');
  });

  it('lets one of two labs have a run that both go on with', async () => {
    const runner = open({ trainer: writeEndingTrainer(home, 'SIGKILL') });
    await runner.refresh();
    const id = await runner.train({ parameters: { ...quick, epochs: 4 } });
    await untilLab(runner, () => statusOf(runner, id) === 'interrupted');
    await runner.dispose();
    const [one, two] = [open(), open()];
    await Promise.all([one.refresh(), two.refresh()]);
    const outcomes: string[] = [];
    for (const lab of [one, two]) lab.onEnded(({ outcome }) => outcomes.push(outcome.status));
    await Promise.all([one.resume(id), two.resume(id)]);
    await until({ isSo: () => outcomes.length === 2, seen: () => [outcomes, statusOf(one, id), statusOf(two, id)] });
    assert.deepEqual(outcomes.toSorted(), ['completed', 'failed']);
    await one.refresh();
    assert.equal(statusOf(one, id), 'completed');
  });

  it('notices run folders that come and go although no watcher says so', async () => {
    const lab = open();
    await lab.refresh();
    const id = '20260102-030405-abcd';
    const folder = path.join(location.runsFolder, id);
    await runTrainer(startIn(folder, quick));
    await untilLab(lab, () => statusOf(lab, id) === 'completed');
    rmSync(folder, { recursive: true });
    await untilLab(lab, () => lab.find(id) === undefined);
  });

  it('has no process left when it is disposed of', async () => {
    const lab = open({ maxConcurrentRuns: 2 });
    await lab.refresh();
    await lab.train({ parameters: endless });
    const id = await lab.train({ parameters: { ...endless, seed: 1 } });
    await untilLab(lab, () => lab.active.every(({ run }) => run.epochs.length > 0));
    await lab.dispose();
    const processes = execFileSync('ps', ['-eo', 'ppid,args']).toString().split('\n');
    assert.deepEqual(
      processes.filter(line => line.trim().startsWith(`${process.pid} `) && line.includes('trainer')),
      [],
    );
    assert.ok(existsSync(path.join(location.runsFolder, id, 'config.json')));
    rmSync(location.queueFile, { force: true });
  });
});
