import type { DashboardState } from '../../../src/contract/dashboard';
import { noLabels } from '../../../src/contract/labels';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import type { TrainedConfig } from '../../../src/contract/run';
import { initialRun, replay } from '../../../src/contract/runState';
import type { BatchEnded, EpochEnded, TrainerEvent } from '../../../src/contract/trainer';

/** Runs of these tests begin here; `at(1.5)` is a second and a half later. */
export const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 25, 12) + 1000 * seconds).toISOString();

export function configOf(parameters: Partial<Parameters> = {}): TrainedConfig {
  return {
    schemaVersion: 1,
    kind: 'trained',
    id: '20261125-120000-aaaa',
    createdAt: at(0),
    parameters: { ...defaultParameters, epochs: 3, ...parameters },
    dataset: {
      name: 'mnist',
      sha256: '0',
      trainImages: 1000,
      validationImages: 100,
      testImages: 100,
      height: 28,
      width: 28,

      classes: 10,
    },
    engine: { name: 'onnx', version: '1.30.0', threads: 2 },
    environment: { os: 'linux x64 6.1.0', cpu: 'a processor', instructionSet: 'avx2', node: 'v20.20.0', version: '0.1.0' },
    trainer: { numericsVersion: 1, bundleSha256: '0' },
    git: null,
    author: null,
    parent: null,
    design: null,
  };
}

export const started = (parameters: Partial<Parameters> = {}): TrainerEvent => ({
  type: 'runStarted',
  time: at(0),
  config: configOf(parameters),
});

export function batch(epoch: number, number: number, more: Partial<BatchEnded> = {}): BatchEnded {
  const time = at(10 * (epoch - 1) + number);
  return { type: 'batchEnded', time, epoch, batch: number, batches: 10, loss: 1 / number, accuracy: 0.5, imagesPerSecond: 100, ...more };
}

/** Each takes ten seconds. */
export function epoch(number: number, more: Partial<EpochEnded> = {}): EpochEnded {
  const metrics = { loss: 1 / number, accuracy: 1 - 0.1 / number, valLoss: 0.5 / number, valAccuracy: 1 - 0.05 / number };
  const etaMs = 10_000 * (3 - number);
  return {
    type: 'epochEnded',
    time: at(10 * number),
    epoch: number,
    epochs: 3,
    ...metrics,
    imagesPerSecond: 100,
    durationMs: 10_000,
    etaMs,
    ...more,
  };
}

export function stateOf(events: readonly TrainerEvent[], more: Partial<DashboardState> = {}): DashboardState {
  const run = events.length > 0 ? replay(events) : initialRun;
  const nothing = {
    parent: null,
    comparison: null,
    imported: null,
    recorded: null,
    notes: { text: '', whyNotEdited: null },
    artifacts: [],
  };
  const rest = { ...nothing, labels: noLabels, stderrTail: '', actions: [] };
  return { runId: '20261125-120000-aaaa', label: 'epochs 3', status: run.status, run, ...rest, ...more };
}
