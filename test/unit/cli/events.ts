import { SCHEMA_VERSION } from '../../../src/contract/formats/config';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import type { TrainerEvent } from '../../../src/contract/trainer';

const time = '2026-01-02T03:04:05.000Z';

/** Everything that a run of two epochs says, with invented figures: what a fake trainer sends. */
export function eventsOfRun(changed: Partial<Parameters> = {}): TrainerEvent[] {
  const parameters = { ...defaultParameters, epochs: 2, ...changed };
  const matrix = Array.from({ length: 10 }, (_, i) =>
    Array.from({ length: 10 }, (_, j) => (i === j ? 990 : j === (i * 3 + 1) % 10 ? 10 : 0)),
  );
  const means = { precision: 0.99, recall: 0.99, f1: 0.99, auroc: 0.9997, averagePrecision: 0.998 };
  return [
    {
      type: 'runStarted',
      time,
      config: {
        schemaVersion: SCHEMA_VERSION,
        kind: 'trained',
        id: '20260102-030405-abcd',
        createdAt: time,
        parameters,
        dataset: {
          name: 'mnist',
          sha256: '0'.repeat(64),
          height: 28,
          width: 28,
          classes: 10,
          trainImages: 55_000,
          validationImages: 5000,
          testImages: 10_000,
        },
        engine: { name: 'onnx', version: '1.30.0', threads: 2 },
        environment: { os: 'Linux', instructionSet: 'avx2', cpu: '2 × test', node: '20.20.2', version: '0.1.0' },
        trainer: { numericsVersion: 1, bundleSha256: '0'.repeat(64) },
        git: null,
        author: null,
        parent: null,
        design: null,
      },
    },
    ...[1, 2].flatMap((epoch): TrainerEvent[] => [
      { type: 'batchEnded', time, epoch, batch: 215, batches: 430, loss: 0.31, accuracy: 0.91, imagesPerSecond: 5400 },
      { type: 'resourcesSampled', time, cpuPercent: 196, residentBytes: 150_000_000 },
      { type: 'batchEnded', time, epoch, batch: 430, batches: 430, loss: 0.21, accuracy: 0.94, imagesPerSecond: 5500 },
      {
        type: 'epochEnded',
        time,
        epoch,
        epochs: parameters.epochs,
        loss: 0.2583,
        accuracy: 0.9231,
        valLoss: 0.0612,
        valAccuracy: 0.9822,
        imagesPerSecond: 5432,
        durationMs: 10_400,
        etaMs: (2 - epoch) * 10_400,
      },
    ]),
    {
      type: 'evaluated',
      time,
      split: 'test',
      loss: 0.0271,
      accuracy: 0.9912,
      scores: {
        count: 10_000,
        accuracy: 0.9912,
        logLoss: 0.0271,
        confusionMatrix: matrix,
        perClass: matrix.map(() => ({ ...means, support: 1000, predicted: 1000 })),
        macro: means,
        micro: means,
        weighted: means,
      },
    },
    { type: 'runEnded', time, status: 'completed', epochs: 2, keptEpoch: 2, durationMs: 21_500 },
  ];
}
