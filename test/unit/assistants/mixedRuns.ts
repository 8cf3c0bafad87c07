import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { KnownParameters } from '../../../src/contract/parameters';
import type { Recording } from '../../../src/contract/recording';
import { EpochGatherer } from '../../../src/runFolder/recording/recordedEpochs';
import { loggedTest, recordedSummary } from '../../../src/runFolder/recording/recordedSummary';
import { thisProcess } from '../../../src/runFolder/owner';
import { recordingOf, row, writeRecorded } from '../runFolder/recording/writeRecorded';
import { writeRun } from '../runFolder/writtenRun';

/** Runs of a folder that is in use, by what they are. */
export const mixed = {
  trained: ['20261126-000000-aaaa', '20261126-000000-bbbb'],
  /** Scripts with 8, 32, 8 and 32 filters, and seeds 1, 1, 2 and 2. */
  recorded: ['20261125-120000-aaaa', '20261125-120000-bbbb', '20261125-120000-cccc', '20261125-120000-dddd'],
  running: '20261126-000001-aaaa',
  interrupted: '20261126-000002-aaaa',
  failed: '20261126-000003-aaaa',
  live: '20261126-000004-aaaa',
  /** No run at all. */
  empty: '20261126-000005-aaaa',
  broken: '20261126-000006-aaaa',
} as const;

/** Writes them into a folder of runs. */
export function writeMixed(runs: string): void {
  mkdirSync(runs, { recursive: true });
  const [first, second] = mixed.trained;
  writeRun(runs, { id: first, parameters: { num_filters: 32, seed: 1 } });
  writeRun(runs, { id: second, parameters: { num_filters: 32, seed: 1, batch_size: 64 } });
  for (const [i, id] of mixed.recorded.entries()) writeScript(runs, id, { num_filters: i % 2 === 0 ? 8 : 32, seed: i < 2 ? 1 : 2 });
  const running = writeRun(runs, { id: mixed.running, events: all => all.slice(0, 5), summary: false });
  writeFileSync(path.join(running, 'owner.json'), JSON.stringify({ ...thisProcess(), heartbeat: new Date().toISOString() }));
  writeRun(runs, { id: mixed.interrupted, events: all => all.slice(0, 5), summary: false });
  writeRun(runs, {
    id: mixed.failed,
    events: all => [
      ...all.slice(0, 5),
      { type: 'runFailed', time: '2026-01-02T03:05:00.000Z', message: 'The disk is full.', cause: 'storage' },
    ],
  });
  writeRecorded(runs, { id: mixed.live, isLive: true, rows: [row(0, { loss: 1 })] });
  for (const id of [mixed.empty, mixed.broken]) mkdirSync(path.join(runs, id));
  writeFileSync(path.join(runs, mixed.broken, 'config.json'), '{');
}

export interface ScriptOptions extends Partial<Recording> {
  /** Beside the parameters. */
  readonly settings?: Recording['config'];
  /** What it calls the validation accuracy. */
  readonly logs?: string;
}

/** A run of a script that logs its parameters, accuracies that rise with filters and seed, and no arrays. */
export function writeScript(
  runs: string,
  id: string,
  parameters: KnownParameters,
  { settings = {}, logs = 'val_accuracy', ...more }: ScriptOptions = {},
): void {
  const { num_filters: filters = 0, seed = 0 } = parameters;
  const recording = recordingOf({
    config: { ...parameters, ...settings },
    summary: { test_accuracy: 0.9 + filters / 1000 + (filters * seed) / 10_000 },
    ...more,
  });
  const valAccuracy = 0.8 + filters / 1000 + (filters * seed) / 10_000;
  const only = row(0, { epoch: 0, loss: 0.1, accuracy: 0.9, val_loss: 1 - valAccuracy, [logs]: valAccuracy });
  const gatherer = new EpochGatherer(recording);
  gatherer.add(only);
  const epochs = gatherer.end();
  const folder = writeRecorded(runs, { id, recording, rows: [only] });
  const config = { schemaVersion: 1, id, createdAt: recording.startedAt, kind: 'imported', source: { tool: 'wandb 0.31.0' }, parameters };
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
  const tested = loggedTest(recording.summary, epochs);
  const summary = recordedSummary(id, recording, { scores: undefined, first: only, epochs, tested });
  writeFileSync(path.join(folder, 'summary.json'), JSON.stringify(summary));
}
