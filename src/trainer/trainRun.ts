import type { EngineName } from '../contract/engines';
import { describeNetwork } from '../contract/network';
import type { EngineIdentity } from '../contract/run';
import type { EngineNotice, TrainerEvent } from '../contract/trainer';
import type { Dataset } from '../data/dataset';
import type { TrainingSplit } from '../data/split';
import type { EngineRuntime, TrainingSession } from '../engine/runtime';
import { prepareTraining, type SelectedEngine } from '../engine/select';
import type { Checkpoint } from '../runFolder/checkpoint';
import { insteadOfInWords, measuredInWords } from '../wording/engineInWords';
import type { Assignment, OpenedRun } from './assignment';
import { evaluateModel, writeModel } from './evaluate';
import { unmeasured, withEngine } from './openEngine';
import type { Reporter } from './reporter';
import { sampleResources, type Sampling } from './resources';
import { loadTrainingData } from './runData';
import { train, type Trained } from './train';

export interface RunControl {
  readonly reporter: Reporter;
  /** Aborted when the run is to end after the current batch. */
  readonly stop: AbortSignal;
  /** Tells the process that started this one what it has to know of the engines. */
  readonly notify: (notice: EngineNotice) => void;
}

/** Trains a run from the first epoch that is not done to the summary; not if engines have to be measured before. */
export async function trainRun(assignment: Assignment, { reporter, stop, notify }: RunControl): Promise<void> {
  const { parameters, engine: wish, begunWith } = assignment;
  const engines = await unmeasured(wish);
  if (engines.length > 0) return notify({ type: 'unmeasuredEngines', engines, threads: wish.threads });
  const onOpening = (engine: EngineName): void => notify({ type: 'openingEngine', engine });
  await withEngine({ ...wish, onOpening }, opening =>
    whileSampling(reporter, async sampling => {
      const { dataset, split } = await loadTrainingData(parameters, message => reporter.warn(message), begunWith);
      assignment.checkData(dataset);
      // Refused here, before anything is written.
      const network = describeNetwork(parameters, dataset.image);
      prepareTraining(network, parameters, wish.threads);
      assignment.lookAround?.();
      const selected = await opening;
      const { engine, insteadOf } = selected;
      const openFolder = async (): Promise<OpenedRun> => {
        const run = await assignment.openFolder({ dataset, split, engine: identityOf(selected) });
        reporter.writer = run.writer;
        return run;
      };
      const [session, run] = await whenBothSettle(engine.start(network, parameters), openFolder());
      const beginning = await run.begin(session);
      reporter.report(beginning.event);
      if (wish.measured) reporter.report({ type: 'logged', level: 'info', message: measuredInWords(wish.measured, wish.threads) });
      for (const failed of insteadOf) reporter.warn(insteadOfInWords(failed, engine.identity));
      reporter.warn(beginning.warning);
      await complete({ run, engine, session, dataset, split, checkpoint: beginning.checkpoint, sampling }, { reporter, stop });
    }),
  );
}

/** The results of two tasks, or the error of one, but not before the other has ended too. */
async function whenBothSettle<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** The engine as the config of a run has it. */
function identityOf({ engine: { identity }, insteadOf }: SelectedEngine): EngineIdentity {
  if (insteadOf.length === 0) return identity;
  // The whole of a reason is in the log.
  return { ...identity, insteadOf: insteadOf.map(({ name, reason }) => ({ name, reason: reason.split('\n', 1)[0]! })) };
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
  { reporter, stop }: Pick<RunControl, 'reporter' | 'stop'>,
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
async function whileSampling(reporter: Reporter, work: (sampling: Sampling) => Promise<void>): Promise<void> {
  const sampling = sampleResources(reporter.sample);
  try {
    await work(sampling);
  } finally {
    sampling.dispose();
  }
}
