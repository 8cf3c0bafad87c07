import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, watch, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Parameters } from '../../../src/contract/parameters';
import type { TrainedConfig } from '../../../src/contract/run';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { readEvents, readOverview } from '../../../src/runFolder/readRun';
import { fewDigits } from '../data/fewDigits';
import { failure, find, quick as ofMnist, runTrainer, startIn, temporaryRuns, withoutChance } from './forkTrainer';
import { assertSameAs, results } from './sameRun';

describe('a run that is broken off', () => {
  const runs = temporaryRuns();
  const quick = { ...ofMnist, dataset: fewDigits(runs) };
  let whole: string;
  before(async () => (whole = await trained('whole', quick)));

  async function trained(name: string, parameters: Parameters): Promise<string> {
    const folder = path.join(runs, name);
    const { messages } = await runTrainer(startIn(folder, parameters));
    assert.equal(messages.at(-1)!.type, 'runEnded');
    return folder;
  }

  /** Kills the trainer when something happens, and sees what the folder says before and after the resumption. */
  async function killed(moment: 'batch' | 'checkpoint' | 'evaluation', parameters: Parameters, expected: string): Promise<void> {
    const folder = path.join(runs, moment);
    const seen: TrainerEvent[] = [];
    const { signal } = await runTrainer(startIn(folder, parameters), (event, child) => {
      seen.push(event);
      const kill = (): boolean => child.kill('SIGKILL');
      if (moment === 'batch' && event.type === 'batchEnded' && event.epoch === 2 && event.batch === 3) kill();
      if (moment === 'checkpoint' && event.type === 'runStarted') onFileIn(path.join(folder, 'checkpoint'), /\.tmp$/, kill);
      if (moment === 'evaluation' && event.type === 'runStarted') onFileIn(path.join(folder, 'model'), /^model\.onnx$/, kill);
    });
    assert.equal(signal, 'SIGKILL');
    assert.equal((await readOverview(folder)).status, 'interrupted');
    const kept = await readEvents(folder);
    // What was said is there, but for the last ones that only told how far it was: they may have waited for others.
    const durable = (events: readonly TrainerEvent[]): object[] =>
      events.filter(({ type }) => type !== 'resourcesSampled').map(withoutChance);
    const [there, said] = [durable(kept), durable(seen)];
    const both = Math.min(there.length, said.length);
    assert.deepEqual(there.slice(0, both), said.slice(0, both));
    const told = seen.filter(({ type }) => type !== 'resourcesSampled');
    assert.ok(told.slice(both).every(({ type }) => type === 'batchEnded'));
    const resumed = await runTrainer({ type: 'resume', folder });
    assert.equal(resumed.messages.at(-1)!.type, 'runEnded');
    await assertSameAs(expected, folder);
    const names = (inside: string): string[] => readdirSync(inside, { recursive: true, encoding: 'utf8' }).toSorted();
    assert.deepEqual(names(folder), names(expected), 'nothing half-written is left');
  }

  it('in the middle of an epoch is interrupted, and resumes to the bits of a whole one', () => killed('batch', quick, whole));
  it('in the middle of a checkpoint is interrupted, and resumes to the bits of a whole one', () => killed('checkpoint', quick, whole));
  it('in the middle of the evaluation is interrupted, and resumes to the bits of a whole one', async () =>
    // The evaluation of few images would be over before the signal comes.
    killed('evaluation', ofMnist, await trained('whole-of-mnist', ofMnist)));

  it('by a stop keeps what there is, and resumes to the bits of a whole one', async () => {
    const folder = path.join(runs, 'stopped');
    const { messages } = await runTrainer(startIn(folder, quick), (event, child) => {
      if (event.type === 'batchEnded' && event.epoch === 2 && event.batch === 3) child.send({ type: 'stop' });
    });
    const { status, epochs } = find(messages, 'runEnded');
    assert.equal(status, 'stopped');
    // A busy machine may have trained on before it reads of the stop.
    assert.ok(epochs >= 1 && epochs < quick.epochs, String(epochs));
    const overview = await readOverview(folder);
    assert.deepEqual([overview.status, overview.summary!.epochs], ['stopped', epochs]);
    for (const file of results) assert.ok(existsSync(path.join(folder, file)), file);
    await runTrainer({ type: 'resume', folder });
    await assertSameAs(whole, folder);
  });

  it('with patience goes on with the best weights it had', async () => {
    const parameters = { ...quick, epochs: 12, patience: 2, learning_rate: 0.05, dropout: 0 };
    const [first, second] = [path.join(runs, 'patient'), path.join(runs, 'patient-killed')];
    const { messages } = await runTrainer(startIn(first, parameters));
    const { keptEpoch, epochs } = find(messages, 'runEnded');
    assert.ok(keptEpoch < epochs, 'the best weights are not the last');
    await runTrainer(startIn(second, parameters), (event, child) => {
      if (event.type === 'batchEnded' && event.epoch === keptEpoch + 1 && event.batch === 5) child.kill('SIGKILL');
    });
    await runTrainer({ type: 'resume', folder: second });
    await assertSameAs(first, second);
  });

  it('with a torn last line loses that line alone', async () => {
    const folder = path.join(runs, 'torn');
    await runTrainer(startIn(folder, quick), (event, child) => {
      if (event.type === 'batchEnded' && event.epoch === 2) child.kill('SIGKILL');
    });
    const before = (await readEvents(folder)).length;
    const events = path.join(folder, 'events.jsonl');
    writeFileSync(events, '{"type":"batchEnded","epo', { flag: 'a' });
    assert.equal((await readEvents(folder)).length, before);
    await runTrainer({ type: 'resume', folder });
    await assertSameAs(whole, folder);
    assert.ok(!readFileSync(events, 'utf8').includes('"epo{'));
  });

  it('of an engine that this version does not have goes on with another, and says so', async () => {
    const folder = path.join(runs, 'elsewhere');
    await runTrainer(startIn(folder, quick), (event, child) => {
      if (event.type === 'batchEnded' && event.epoch === 2) child.kill('SIGKILL');
    });
    const config = path.join(folder, 'config.json');
    const recorded = JSON.parse(readFileSync(config, 'utf8')) as TrainedConfig;
    writeFileSync(config, JSON.stringify({ ...recorded, engine: { ...recorded.engine, name: 'tpu', version: '2.1' } }));
    const { messages } = await runTrainer({ type: 'resume', folder });
    assert.equal(messages.at(-1)!.type, 'runEnded');
    assert.match(
      find(messages, 'logged').message,
      /^The run was begun with tpu 2\.1, which this version of Digits Lab does not have, and goes on with ONNX Runtime [\d.]+: its last bits may differ\.$/,
    );
  });

  it('is resumed by one process only, whoever comes first', async () => {
    const folder = path.join(runs, 'contended');
    await runTrainer(startIn(folder, quick), (event, child) => {
      if (event.type === 'batchEnded' && event.epoch === 2) child.kill('SIGKILL');
    });
    const both = await Promise.all([runTrainer({ type: 'resume', folder }), runTrainer({ type: 'resume', folder })]);
    const ends = both.map(({ messages }) => messages.at(-1)!);
    assert.deepEqual(ends.map(({ type }) => type).toSorted(), ['runEnded', 'runFailed']);
    const refusal = ends.find(({ type }) => type === 'runFailed') as TrainerEvent & { type: 'runFailed' };
    assert.equal(refusal.cause, 'storage');
    assert.match(refusal.message, /is working on this run|nothing to resume/);
    await assertSameAs(whole, folder);
    assert.deepEqual(
      readdirSync(folder).filter(name => name.startsWith('owner')),
      [],
    );
  });

  it('is not resumed when it is completed, or newer than this version', async () => {
    assert.match(failure(await runTrainer({ type: 'resume', folder: whole })), /this run is completed; there is nothing to resume/);
    const newer = path.join(runs, 'newer');
    mkdirSync(newer);
    writeFileSync(path.join(newer, 'config.json'), '{"schemaVersion": 99}');
    assert.match(
      failure(await runTrainer({ type: 'resume', folder: newer })),
      /schema version 99; this Digits Lab reads up to 1\. Update Digits Lab/,
    );
    assert.deepEqual(readdirSync(newer), ['config.json']);
  });
});

/** Calls back when a file of that name appears in a folder that itself may not be there yet. */
function onFileIn(folder: string, name: RegExp, callback: () => void): void {
  mkdirSync(folder, { recursive: true });
  const watcher = watch(folder, (_, file) => {
    if (!name.test(file ?? '')) return;
    watcher.close();
    callback();
  });
}
