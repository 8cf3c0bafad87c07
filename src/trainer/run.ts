import os from 'node:os';
import path from 'node:path';
import { describeNetwork } from '../contract/network';
import { ParameterError } from '../contract/parameters';
import { SCHEMA_VERSION, type RunConfig } from '../contract/run';
import type { RunFailed, RunRequest, TrainerEvent } from '../contract/trainer';
import { checkBatchSize } from '../data/batches';
import { DataError } from '../data/dataError';
import { loadDataset } from '../data/load';
import { splitTraining } from '../data/split';
import { EngineError } from '../engine/engine';
import { OnnxEngine } from '../engine/onnx/onnxEngine';
import { WorkerPool } from '../engine/onnx/workerPool';
import { evaluateClassifier } from '../evaluation/scores';
import type { Happening } from './happening';
import { describeEnvironment, describeTrainer } from './environment';
import { sampleResources } from './resources';
import { train, type Trained } from './train';

export interface RunControl {
  readonly emit: (event: TrainerEvent) => void;
  /** Aborted when the run is to end after the current batch. */
  readonly stop: AbortSignal;
}

/** Trains, evaluates and says everything that happens; never rejects: a run that fails ends in `runFailed`. */
export async function startRun(request: RunRequest, { emit, stop }: RunControl): Promise<void> {
  const say = (event: Happening): void => emit({ ...event, time: new Date().toISOString() });
  try {
    await run(request, say, stop);
  } catch (error) {
    say({ type: 'runFailed', cause: causeOf(error), message: error instanceof Error ? error.message : String(error) });
  }
}

async function run({ id, parameters, threads }: RunRequest, say: (event: Happening) => void, stop: AbortSignal): Promise<void> {
  const began = performance.now();
  const pool = new WorkerPool(threads ?? os.availableParallelism(), __filename);
  const resources = sampleResources(sample => say({ type: 'resourcesSampled', ...sample }));
  try {
    const dataset = await loadDataset(parameters.dataset, {
      mnistFolder: path.join(__dirname, 'data', 'mnist'),
      warn: message => say({ type: 'logged', level: 'warning', message }),
    });
    const split = splitTraining(dataset, {
      seed: parameters.seed,
      trainSamples: parameters.train_samples,
      validationSamples: parameters.validation_samples,
    });
    checkBatchSize(parameters.batch_size, split.train.length);
    const network = describeNetwork(parameters, dataset.image);
    const engine = await OnnxEngine.start(pool, network, parameters);
    const config: RunConfig = {
      schemaVersion: SCHEMA_VERSION,
      kind: 'trained',
      id,
      createdAt: new Date().toISOString(),
      parameters,
      dataset: {
        name: dataset.name,
        sha256: dataset.sha256,
        ...dataset.image,
        trainImages: split.train.length,
        validationImages: split.validation.length,
        testImages: dataset.test.count,
      },
      engine: engine.identity,
      environment: describeEnvironment(),
      trainer: describeTrainer(),
    };
    say({ type: 'runStarted', config });
    const trained = await train({ engine, dataset, split, parameters, stop, say });
    const probabilities = await engine.predict(dataset.test.images);
    const scores = evaluateClassifier({ truth: dataset.test.labels, probabilities, classes: dataset.image.classes });
    say({ type: 'evaluated', split: 'test', loss: scores.logLoss, accuracy: scores.accuracy, scores });
    say({ type: 'runEnded', ...ending(trained, stop), durationMs: Math.round(performance.now() - began) });
  } finally {
    resources.dispose();
    await pool.close();
  }
}

function ending(
  { epochs, keptEpoch, earlyStop }: Trained,
  stop: AbortSignal,
): Omit<TrainerEvent & { type: 'runEnded' }, 'type' | 'time' | 'durationMs'> {
  if (earlyStop !== undefined) return { status: 'completed', epochs, keptEpoch, reason: earlyStop };
  return { status: stop.aborted ? 'stopped' : 'completed', epochs, keptEpoch };
}

function causeOf(error: unknown): RunFailed['cause'] {
  if (error instanceof ParameterError) return 'parameters';
  if (error instanceof DataError) return 'data';
  return error instanceof EngineError ? 'engine' : 'training';
}
