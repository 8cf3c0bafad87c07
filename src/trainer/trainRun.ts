import { describeNetwork } from '../contract/network';
import type { TrainerEvent } from '../contract/trainer';
import type { Dataset } from '../data/dataset';
import type { TrainingSplit } from '../data/split';
import type { EngineRuntime, TrainingSession } from '../engine/runtime';
import type { Checkpoint } from '../runFolder/checkpoint';
import type { Assignment, OpenedRun } from './assignment';
import { evaluateModel, writeModel } from './evaluate';
import { withEngine } from './openEngine';
import type { Reporter } from './reporter';
import { sampleResources, type Sampling } from './resources';
import { loadTrainingData } from './runData';
import { train, type Trained } from './train';

export interface RunControl {
  readonly reporter: Reporter;
  /** Aborted when the run is to end after the current batch. */
  readonly stop: AbortSignal;
}

/** Trains a run from the first epoch that is not done to the summary. */
export async function trainRun(assignment: Assignment, { reporter, stop }: RunControl): Promise<void> {
  const { parameters, threads, engine: choice, begunWith } = assignment;
  await withEngine({ choice, threads }, opening =>
    whileSampling(reporter, async sampling => {
      const { dataset, split } = await loadTrainingData(parameters, message => reporter.warn(message), begunWith);
      assignment.checkData(dataset);
      // Refused here, before anything is written.
      const network = describeNetwork(parameters, dataset.image);
      const { engine, warning } = await opening;
      const session = await engine.start(network, parameters);
      const run = await assignment.openFolder({ dataset, split, engine: engine.identity });
      reporter.writer = run.writer;
      const beginning = await run.begin(session);
      reporter.report(beginning.event);
      reporter.warn(warning);
      reporter.warn(beginning.warning);
      await complete({ run, engine, session, dataset, split, checkpoint: beginning.checkpoint, sampling }, { reporter, stop });
    }),
  );
}

interface Work {
  readonly run: OpenedRun;
  readonly engine: EngineRuntime;
  readonly session: TrainingSession;
  readonly dataset: Dataset;
  readonly split: TrainingSplit;
  readonly checkpoint: Checkpoint | undefined;
  readonly sampling: Sampling;
}

async function complete(
  { run, engine, session, dataset, split, checkpoint, sampling }: Work,
  { reporter, stop }: RunControl,
): Promise<void> {
  const { config, writer } = run;
  const { parameters } = config;
  const { report } = reporter;
  const began = performance.now() - (checkpoint?.elapsedMs ?? 0);
  const trained = await train({ session, dataset, split, parameters, stop, report, began, writer, checkpoint });
  await writeModel(writer, describeNetwork(parameters, dataset.image), session.weights, config);
  const scores = await evaluateModel(engine, writer.paths.folder, dataset, writer);
  report({ type: 'evaluated', split: 'test', loss: scores.logLoss, accuracy: scores.accuracy, scores });
  sampling.sample();
  report({ type: 'runEnded', ...ending(trained, parameters.epochs), durationMs: Math.round(performance.now() - began) });
}

function ending(
  { epochs, keptEpoch, earlyStop }: Trained,
  planned: number,
): Omit<TrainerEvent & { type: 'runEnded' }, 'type' | 'time' | 'durationMs'> {
  if (earlyStop !== undefined) return { status: 'completed', epochs, keptEpoch, reason: earlyStop };
  // A stop that arrives at the end of the last epoch changes nothing.
  return { status: epochs < planned ? 'stopped' : 'completed', epochs, keptEpoch };
}

/** Reports what the process uses while something is done. */
async function whileSampling({ report }: Reporter, work: (sampling: Sampling) => Promise<void>): Promise<void> {
  const sampling = sampleResources(sample => {
    try {
      report({ type: 'resourcesSampled', ...sample });
    } catch {
      // The disk is full or the run is lost. The events of the run itself fail too, and that failure is handled.
    }
  });
  try {
    await work(sampling);
  } finally {
    sampling.dispose();
  }
}
