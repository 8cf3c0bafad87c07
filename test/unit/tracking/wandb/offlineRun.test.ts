import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EpochEnded, TrainerEvent } from '../../../../src/contract/trainer';
import { runPaths } from '../../../../src/runFolder/paths';
import { readEvents } from '../../../../src/runFolder/readRun';
import { OfflineRun } from '../../../../src/tracking/wandb/offlineRun';
import type { Record } from '../../../../src/tracking/wandb/wandb_pb';
import { toJsonLine } from '../../../../src/util/jsonLines';
import { readRecords } from '../readRecords';
import { recordedRun, RUN_ID, targetAt } from '../recordedRun';

const target = targetAt('https://api.wandb.ai');

type Row = Readonly<{ [name: string]: unknown }>;
type Kind = NonNullable<Record['recordType']['case']>;

const kinds = (records: readonly Record[]): (Kind | undefined)[] => records.map(({ recordType }) => recordType.case);

function rowOf(items: readonly { readonly key: string; readonly valueJson: string }[]): Row {
  return Object.fromEntries(items.map(({ key, valueJson }) => [key, JSON.parse(valueJson) as unknown]));
}

const history = (records: readonly Record[]): Row[] =>
  records.flatMap(({ recordType }) => (recordType.case === 'history' ? [rowOf(recordType.value.item)] : []));

const exitCode = (records: readonly Record[]): number | undefined =>
  records.flatMap(({ recordType }) => (recordType.case === 'exit' ? [recordType.value.exitCode] : []))[0];

const epochsOf = (events: readonly TrainerEvent[]): EpochEnded[] => events.filter(event => event.type === 'epochEnded');

describe('the record of a run', () => {
  const run = recordedRun();
  /** Absolute. */
  const fileOf = ({ folder, file }: OfflineRun): string => path.join(folder, path.posix.basename(file));

  /** The record of a run whose events are these. */
  async function recorded(events: (all: TrainerEvent[]) => readonly TrainerEvent[]): Promise<readonly Record[]> {
    const folder = run.copy();
    writeFileSync(
      runPaths(folder).events,
      events(await readEvents(folder))
        .map(toJsonLine)
        .join(''),
    );
    const record = await OfflineRun.open(folder, target);
    await record.finish();
    return readRecords(fileOf(record));
  }

  it('has every record in its order, numbered, with the figures of the events', async () => {
    const folder = run.copy();
    const record = await OfflineRun.open(folder, target);
    await record.finish();
    assert.match(path.basename(record.folder), new RegExp(`^offline-run-\\d{8}_\\d{6}-${RUN_ID}$`));
    const records = await readRecords(fileOf(record));
    assert.deepEqual(
      records.map(({ num, Info }) => [num, Info?.streamId]),
      records.map((_, i) => [BigInt(i + 1), RUN_ID]),
    );
    const order = kinds(records).filter(kind => kind !== 'outputRaw' && kind !== 'stats');
    assert.deepEqual(order.slice(0, 3), ['header', 'run', 'files']);
    const closing = 'history history config artifact files history artifact artifact summary exit final footer';
    assert.equal(order.slice(-12).join(' '), closing);
    const events = await readEvents(folder);
    const rows = history(records);
    for (const [i, { epoch, loss, accuracy, valLoss, valAccuracy, imagesPerSecond, time }] of epochsOf(events).entries()) {
      const { _runtime, ...row } = rows[i]!;
      const figures = { epoch, loss, accuracy, val_loss: valLoss, val_accuracy: valAccuracy, imagesPerSecond };
      assert.deepEqual(row, { ...figures, _timestamp: Date.parse(time) / 1000, _step: i });
      assert.ok(typeof _runtime === 'number' && _runtime >= 0);
    }
    const evaluated = events.find(event => event.type === 'evaluated')!;
    const { test_loss, test_accuracy, epochs, activation_function, _step } = rows.at(-1)!;
    assert.deepEqual([test_loss, test_accuracy, epochs, activation_function, _step], [evaluated.loss, evaluated.accuracy, 2, 'relu', 2]);
    assert.equal(exitCode(records), 0);
  });

  it('is the same, to the byte, whether it was written while the run trained or long after', async () => {
    const folder = run.copy();
    const events = await readEvents(folder);
    const file = runPaths(folder).events;
    writeFileSync(file, events.slice(0, 1).map(toJsonLine).join(''));
    const live = await OfflineRun.open(folder, target);
    for (const event of events.slice(1)) {
      appendFileSync(file, toJsonLine(event));
      await live.append(event);
      const whole = epochsOf(await readEvents(folder)).length;
      assert.ok(history(await readRecords(fileOf(live))).length >= whole, 'an epoch is there once it has been appended');
    }
    await live.finish();
    const written = readFileSync(fileOf(live));
    const after = await OfflineRun.open(folder, target);
    assert.equal(fileOf(after), fileOf(live));
    await after.finish();
    assert.ok(readFileSync(fileOf(after)).equals(written));
  });

  it('names private copies of files, never those of the run', async () => {
    const folder = run.copy();
    const record = await OfflineRun.open(folder, target);
    await record.finish();
    const entries = (await readRecords(fileOf(record))).flatMap(({ recordType }) =>
      recordType.case === 'artifact' ? recordType.value.manifest!.contents : [],
    );
    assert.equal(entries.length, 7);
    for (const { localPath, digest, size } of entries) {
      assert.ok(localPath.startsWith(path.join(record.folder, 'artifacts') + path.sep), localPath);
      const content = readFileSync(localPath);
      assert.deepEqual([digest, Number(size)], [createHash('md5').update(content).digest('base64'), content.length]);
      rmSync(localPath);
    }
    const { predictions, groundTruth, probabilities, onnxModel, tfjsModel, tfjsWeights } = runPaths(folder);
    for (const file of [predictions, groundTruth, probabilities, onnxModel, tfjsModel, tfjsWeights]) assert.ok(existsSync(file), file);
  });

  it('of a trainer that was killed has every whole epoch', async () => {
    const folder = run.copy();
    const events = await readEvents(folder);
    const end = events.findIndex(event => event.type === 'epochEnded');
    writeFileSync(
      runPaths(folder).events,
      `${events
        .slice(0, end + 1)
        .map(toJsonLine)
        .join('')}{"type":"epochEn`,
    );
    const record = await OfflineRun.open(folder, target);
    await record.dispose();
    const records = await readRecords(fileOf(record));
    assert.deepEqual(
      history(records).map(row => row['loss']),
      [epochsOf(events)[0]!.loss],
    );
    assert.equal(exitCode(records), undefined);
  });

  it('says how the run ended', async () => {
    const stopped = await recorded(all => all.map(event => (event.type === 'runEnded' ? { ...event, status: 'stopped' } : event)));
    assert.equal(exitCode(stopped), 255);
    const failed = await recorded(all => [
      ...all.filter(({ type }) => type !== 'evaluated' && type !== 'runEnded'),
      { type: 'runFailed', attempt: 1, time: '2026-11-24T15:31:00.000Z', cause: 'training', message: 'It broke.\nBadly.' },
    ]);
    assert.equal(exitCode(failed), 1);
    assert.ok(!kinds(failed).includes('artifact'), 'arrays that are there from before are not of this');
    const said = failed.flatMap(({ recordType }) => (recordType.case === 'outputRaw' ? [recordType.value.line] : []));
    assert.deepEqual(said.slice(-2), ['failed: It broke.\n', 'Badly.\n']);
  });

  it('of a resumed run has each epoch once, and goes on after what a stop had left', async () => {
    const records = await recorded(all => {
      const at = (type: TrainerEvent['type'], n = 0): TrainerEvent => all.filter(event => event.type === type)[n]!;
      const resumed: TrainerEvent = { type: 'runResumed', time: at('runEnded').time, epoch: 1 };
      const [first, second, evaluated, ended] = [at('epochEnded'), at('epochEnded', 1), at('evaluated'), at('runEnded')];
      // Killed before the second epoch's checkpoint; then stopped after the first; then to the end.
      return [at('runStarted'), first, second, resumed, evaluated, ended, resumed, second, evaluated, ended];
    });
    assert.deepEqual(
      history(records).map(row => [row['_step'], row['epoch'] ?? 'test']),
      [
        [0, 1],
        [1, 'test'],
        [2, 2],
        [3, 'test'],
      ],
    );
    assert.equal(kinds(records).filter(kind => kind === 'exit').length, 1);
  });

  it('of a run without validation says nothing of it', async () => {
    const records = await recorded(all =>
      all.map(event => (event.type === 'epochEnded' ? { ...event, valLoss: null, valAccuracy: null } : event)),
    );
    assert.ok(history(records).every(row => !('val_loss' in row) && !('val_accuracy' in row)));
  });

  it('that the official client has sent is to be sent again once it is made anew', async () => {
    const folder = run.copy();
    const first = await OfflineRun.open(folder, target);
    await first.finish();
    writeFileSync(`${fileOf(first)}.synced`, '');
    await (await OfflineRun.open(folder, target)).dispose();
    assert.ok(!existsSync(`${fileOf(first)}.synced`));
  });

  it('is not begun where W&B would refuse it, or where no run is', async () => {
    const folder = run.copy();
    await assert.rejects(OfflineRun.open(folder, { ...target, project: 'a/b' }), { name: 'TargetError' });
    assert.ok(!existsSync(path.join(folder, 'wandb')));
    const empty = path.join(run.home, 'empty');
    mkdirSync(empty);
    await assert.rejects(OfflineRun.open(empty, target), { name: 'RunFolderError' });
  });
});
