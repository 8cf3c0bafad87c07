import os from 'node:os';
import path from 'node:path';
import { describeNetwork } from '../contract/network';
import { ParameterError } from '../contract/parameters';
import { SCHEMA_VERSION } from '../contract/formats/config';
import { engineNames, type DatasetIdentity, type RunConfig } from '../contract/run';
import { MAX_THREADS } from '../contract/threads';
import type { EngineChoice, RunFailed, RunRequest, Runtime, TrainerCommand, TrainerEvent } from '../contract/trainer';
import { checkBatchSize } from '../data/batches';
import { DataError } from '../data/dataError';
import type { Dataset } from '../data/dataset';
import { loadDataset } from '../data/load';
import { splitTraining, type Split } from '../data/split';
import { EngineError } from '../engine/engine';
import { OnnxEngine } from '../engine/onnx/onnxEngine';
import { openPool, type OpenPool } from '../engine/onnx/openPool';
import type { WorkerPool } from '../engine/onnx/workerPool';
import { readCheckpoint, type Checkpoint } from '../runFolder/checkpoint';
import { LostRunError } from '../runFolder/ownership';
import { readConfig, readOverview } from '../runFolder/readRun';
import { RunFolderError } from '../runFolder/runFolderError';
import { checkFiles, RunWriter } from '../runFolder/runWriter';
import { describeAuthor, describeEnvironment, describeGit, describeTrainer, NUMERICS_VERSION } from './environment';
import { evaluateModel, writeModel } from './evaluate';
import type { Happening } from './happening';
import { sampleResources } from './resources';
import { train, type Trained } from './train';

export interface RunControl {
  readonly emit: (event: TrainerEvent) => void;
  /** Aborted when the run is to end after the current batch. */
  readonly stop: AbortSignal;
}

/** Says what happens, to whoever asked and, once there is one, to the run's folder. */
interface Reporter {
  readonly say: (event: Happening) => void;
  writer?: RunWriter;
}

/** A new run. Never rejects: a run that fails ends in `runFailed`. */
export function startRun(request: RunRequest, control: RunControl): Promise<void> {
  return report(control, async reporter => {
    const threads = request.threads ?? threadsByDefault();
    await withThreads({ threads, engine: request.engine ?? 'auto', reporter }, async opening => {
      const { parameters } = request;
      const { dataset, split } = await prepare(parameters, reporter);
      // Refused here, before anything is written.
      const network = describeNetwork(parameters, dataset.image);
      const { pool, warning } = await opening;
      const engine = await OnnxEngine.start(pool, network, parameters);
      const runs = path.dirname(request.folder);
      const [git, author] = await Promise.all([describeGit(runs), describeAuthor(runs)]);
      const config: RunConfig = {
        schemaVersion: SCHEMA_VERSION,
        kind: 'trained',
        id: request.id,
        createdAt: new Date().toISOString(),
        parameters,
        dataset: identityOf(dataset, split),
        engine: engine.identity,
        environment: describeEnvironment(),
        trainer: describeTrainer(),
        git,
        author,
        parent: request.parent ?? null,
        design: null,
      };
      reporter.writer = await RunWriter.create(request.folder, config, request.labels);
      reporter.say({ type: 'runStarted', config });
      warn(reporter, warning);
      await complete({ engine, pool, dataset, split, config, reporter, stop: control.stop, writer: reporter.writer });
    });
  });
}

/** Goes on with a run whose folder says that nobody works on it any more. Never rejects. */
export function resumeRun({ folder, engine: forced }: CommandOf<'resume'>, control: RunControl): Promise<void> {
  return report(control, async reporter => {
    const config = await readConfig(folder);
    await checkResumable(folder, config);
    // As it was begun; WebAssembly is there wherever the native engine is, but not the other way round.
    const choice = forced ?? (config.engine.name === 'wasm' ? 'wasm' : 'auto');
    await withThreads({ threads: config.engine.threads, engine: choice, reporter }, async opening => {
      const { dataset, split } = await prepare(config.parameters, reporter);
      checkSameData(config, dataset);
      const { pool, warning } = await opening;
      const engine = await OnnxEngine.start(pool, describeNetwork(config.parameters, dataset.image), config.parameters);
      const writer = await RunWriter.resume(folder);
      reporter.writer = writer;
      const { first, second } = engine.optimizerState;
      const sizes = { epochs: config.parameters.epochs, weights: engine.weights.length, first: first.length, second: second.length };
      const checkpoint = await readCheckpoint(folder, sizes);
      reporter.say({ type: 'runResumed', epoch: checkpoint?.epoch ?? 0 });
      warn(reporter, warning);
      const [was, is] = [config.engine, engine.identity].map(({ name, version }) => `${engineNames[name]} ${version}`);
      if (was !== is) warn(reporter, `The run was begun with ${was} and goes on with ${is}: its last bits may differ.`);
      await complete({ engine, pool, dataset, split, config, reporter, stop: control.stop, writer, ...(checkpoint && { checkpoint }) });
    });
  });
}

/** Predicts the test images once more with the model that a run left. Never rejects. */
export function evaluateRun({ folder, engine: forced }: CommandOf<'evaluate'>, control: RunControl): Promise<void> {
  return report(control, async reporter => {
    const config = await readConfig(folder);
    const choice = forced ?? (config.engine.name === 'wasm' ? 'wasm' : 'auto');
    await withThreads({ threads: threadsByDefault(), engine: choice, reporter }, async opening => {
      const dataset = await loadDataset(config.parameters.dataset, loading(reporter));
      checkSameData(config, dataset);
      const { pool, warning } = await opening;
      warn(reporter, warning);
      const { scores } = await evaluateModel(pool, folder, dataset);
      reporter.say({ type: 'evaluated', split: 'test', loss: scores.logLoss, accuracy: scores.accuracy, scores });
    });
  });
}

/** Loads an engine and has it compute what is known. Never rejects. */
export function checkEngine(engine: Runtime, control: RunControl): Promise<void> {
  return report(control, async reporter => {
    const began = performance.now();
    const { pool } = await openPool({ threads: 1, workerFile: __filename, engine });
    const durationMs = Math.round(performance.now() - began);
    await pool.close();
    reporter.say({ type: 'engineChecked', version: pool.version, durationMs });
  });
}

type CommandOf<T> = Extract<TrainerCommand, { type: T }>;

interface Work {
  readonly engine: Awaited<ReturnType<typeof OnnxEngine.start>>;
  readonly pool: WorkerPool;
  readonly dataset: Dataset;
  readonly split: Split;
  readonly config: RunConfig;
  readonly reporter: Reporter;
  readonly writer: RunWriter;
  readonly stop: AbortSignal;
  readonly checkpoint?: Checkpoint;
}

/** From the first epoch that is not done to the summary. */
async function complete({ engine, pool, dataset, split, config, reporter, stop, writer, checkpoint }: Work): Promise<void> {
  const { say } = reporter;
  const began = performance.now() - (checkpoint?.elapsedMs ?? 0);
  const { parameters } = config;
  const folder = writer.paths.folder;
  const trained = await train({ engine, dataset, split, parameters, stop, say, began, writer, checkpoint });
  await writeModel(writer, describeNetwork(parameters, dataset.image), engine.weights, config);
  const { scores } = await evaluateModel(pool, folder, dataset, writer);
  say({ type: 'evaluated', split: 'test', loss: scores.logLoss, accuracy: scores.accuracy, scores });
  say({ type: 'runEnded', ...ending(trained, parameters.epochs), durationMs: Math.round(performance.now() - began) });
}

/** Calls back with a way to say what happens, and ends the run's folder well or with the reason of the failure. */
async function report({ emit }: RunControl, work: (reporter: Reporter) => Promise<void>): Promise<void> {
  const stamp = (happening: Happening): TrainerEvent => ({ ...happening, time: new Date().toISOString() });
  const reporter: Reporter = {
    say(happening) {
      const event = stamp(happening);
      emit(reporter.writer?.append(event) ?? event);
    },
  };
  try {
    await work(reporter);
    await reporter.writer?.close();
  } catch (error) {
    try {
      reporter.say(failureOf(error));
      await reporter.writer?.close();
    } catch (second) {
      // Where nothing can be written, or may be, at least the process that asked is told.
      const attempt = reporter.writer?.attempt;
      const failure = stamp(failureOf(second instanceof LostRunError ? second : error));
      emit(attempt === undefined ? failure : { ...failure, attempt });
      await reporter.writer?.abandon().catch(() => undefined);
    }
  }
}

/** One a core. */
function threadsByDefault(): number {
  return Math.min(os.availableParallelism(), MAX_THREADS);
}

function failureOf(error: unknown): Happening & { readonly type: 'runFailed' } {
  return { type: 'runFailed', cause: causeOf(error), message: error instanceof Error ? error.message : String(error) };
}

interface Threads {
  readonly threads: number;
  readonly engine: EngineChoice;
  readonly reporter: Reporter;
}

/** Calls back while the threads load their engine. */
async function withThreads(
  { threads, engine, reporter: { say } }: Threads,
  work: (opening: Promise<OpenPool>) => Promise<void>,
): Promise<void> {
  const opening = openPool({ threads, engine, workerFile: __filename });
  const settled = opening.catch(() => undefined);
  let resources: ReturnType<typeof sampleResources> | undefined;
  try {
    resources = sampleResources(sample => {
      try {
        say({ type: 'resourcesSampled', ...sample });
      } catch {
        // On a full disk, or when the run is lost. What the run itself has to say fails as well, and there it is dealt with.
      }
    });
    await work(opening);
  } finally {
    resources?.dispose();
    await (await settled)?.pool.close();
  }
}

function warn({ say }: Reporter, message: string | undefined): void {
  if (message !== undefined) say({ type: 'logged', level: 'warning', message });
}

async function prepare(parameters: RunConfig['parameters'], reporter: Reporter): Promise<{ dataset: Dataset; split: Split }> {
  const dataset = await loadDataset(parameters.dataset, loading(reporter));
  const { seed, train_samples: trainSamples, validation_samples: validationSamples } = parameters;
  const split = splitTraining(dataset, { seed, trainSamples, validationSamples });
  checkBatchSize(parameters.batch_size, split.train.length);
  return { dataset, split };
}

function loading({ say }: Reporter): Parameters<typeof loadDataset>[1] {
  return {
    mnistFolder: path.join(__dirname, 'data', 'mnist'),
    warn: message => say({ type: 'logged', level: 'warning', message }),
  };
}

async function checkResumable(folder: string, config: RunConfig): Promise<void> {
  await checkFiles(folder);
  const { status } = await readOverview(folder);
  if (status === 'completed')
    throw new RunFolderError(`${folder}: this run is completed; there is nothing to resume. reproduce trains it again.`);
  if (config.trainer.numericsVersion !== NUMERICS_VERSION) {
    throw new RunFolderError(
      `${folder}: this run was begun by a Digits Lab that computes otherwise (version ${config.environment.version}). Start it again with the same parameters.`,
    );
  }
}

function checkSameData({ dataset: expected, parameters }: RunConfig, dataset: Dataset): void {
  if (dataset.sha256 === expected.sha256) return;
  throw new DataError(
    `${parameters.dataset}: these are other images than the run was begun with (SHA-256 ${dataset.sha256.slice(0, 12)}…, expected ${expected.sha256.slice(0, 12)}…). Put the old ones back.`,
  );
}

function identityOf({ name, sha256, image, test }: Dataset, { train: trained, validation }: Split): DatasetIdentity {
  return { name, sha256, ...image, trainImages: trained.length, validationImages: validation.length, testImages: test.count };
}

function ending(
  { epochs, keptEpoch, earlyStop }: Trained,
  planned: number,
): Omit<TrainerEvent & { type: 'runEnded' }, 'type' | 'time' | 'durationMs'> {
  if (earlyStop !== undefined) return { status: 'completed', epochs, keptEpoch, reason: earlyStop };
  // A stop that comes with the last epoch's end has nothing left to stop.
  return { status: epochs < planned ? 'stopped' : 'completed', epochs, keptEpoch };
}

function causeOf(error: unknown): RunFailed['cause'] {
  if (error instanceof ParameterError) return 'parameters';
  if (error instanceof DataError) return 'data';
  if (error instanceof LostRunError) return 'lost';
  if (error instanceof RunFolderError) return 'storage';
  return error instanceof EngineError ? 'engine' : 'training';
}
