import type { Parameters } from '../contract/parameters';
import { epochOrder } from '../data/batches';
import type { Dataset } from '../data/dataset';
import type { TrainingSplit } from '../data/split';
import { dropoutBatchKey } from '../engine/dropoutMask';
import type { TrainingSession } from '../engine/runtime';
import { usualEpochMs } from '../experiment/remaining';
import { writeCheckpoint, type Checkpoint } from '../runFolder/checkpoint';
import type { RunWriter } from '../runFolder/runWriter';
import { divergedInWords } from '../wording/divergence';
import { EarlyStopping } from './earlyStopping';
import { RunningMeans } from './runningMeans';
import { settleMemory } from './settledMemory';
import type { UnstampedEvent } from './unstampedEvent';
import { Validation } from './validation';

export interface TrainingInputs {
  readonly session: TrainingSession;
  readonly dataset: Dataset;
  readonly split: TrainingSplit;
  readonly parameters: Parameters;
  /** Aborted when training is to end after the current batch. */
  readonly stop: AbortSignal;
  readonly report: (event: UnstampedEvent) => void;
  /** When the run began on performance.now()'s clock; what it took before an interruption is counted in. */
  readonly began: number;
  /** Where a checkpoint is left after each epoch. When it has lost the run, training ends at once. */
  readonly writer: RunWriter;
  /** Where to go on. */
  readonly checkpoint: Checkpoint | undefined;
}

export interface Trained {
  /** Whole epochs. */
  readonly epochs: number;
  /** The epoch whose weights are in the session; the number after the last whole epoch's if it was broken off. */
  readonly keptEpoch: number;
  /** Why it ended by itself before the last epoch. */
  readonly earlyStop?: string;
}

/**
 * The approximate number of `batchEnded` events in an epoch; it does not depend on the machine's speed, so that equal runs have equal
 * events.
 */
const EVENTS_PER_EPOCH = 50;

/**
 * Trains epoch by epoch until the last one, the end of patience or a stop. The session is left with the weights to keep, and no checkpoint is
 * still being written.
 * @throws {Error} if the loss is no longer a number; {RunFolderError} if nothing can be written, or the run is lost
 */
export async function train(training: TrainingInputs): Promise<Trained> {
  const saving = new Saving();
  try {
    return await trainAndSave(training, saving);
  } finally {
    await saving.settled();
  }
}

/** The checkpoint that is being written while training goes on. */
class Saving {
  private work: Promise<void> = Promise.resolve();

  /** Begins to write the next one when the one before is done. @throws what went wrong with that one */
  async next(write: () => Promise<void>): Promise<void> {
    await this.work;
    this.work = write();
    // The error is handled where the promise is awaited.
    this.work.catch(() => undefined);
  }

  /** @throws what went wrong */
  async done(): Promise<void> {
    await this.work;
  }

  async settled(): Promise<void> {
    await this.work.catch(() => undefined);
  }
}

async function trainAndSave(training: TrainingInputs, saving: Saving): Promise<Trained> {
  const { session, parameters, split, dataset, stop, report, checkpoint } = training;
  const { epochs } = parameters;
  const validation = new Validation(session, dataset, split.validation);
  const early = new EarlyStopping(parameters.patience, session.weights, checkpoint);
  if (checkpoint) restore(session, checkpoint);
  let done = checkpoint?.epoch ?? 0;
  const ended: { readonly durationMs: number }[] = [];
  while (done < epochs && !stop.aborted && !early.isOver) {
    const epoch = done + 1;
    const epochBegan = performance.now();
    const means = await trainEpoch(training, epoch);
    if (!means) {
      await saving.done();
      return { epochs: done, keptEpoch: early.restore() ?? epoch };
    }
    const trained = performance.now();
    const scores = await validation.scores();
    const now = performance.now();
    done = epoch;
    if (scores) early.observe(epoch, scores.loss);
    const durationMs = Math.round(now - epochBegan);
    ended.push({ durationMs });
    if (ended.length === 1) settleMemory(dataset);
    report({
      type: 'epochEnded',
      epoch,
      epochs,
      loss: means.loss,
      accuracy: means.accuracy,
      valLoss: scores?.loss ?? null,
      valAccuracy: scores?.accuracy ?? null,
      imagesPerSecond: Math.round((means.count / (trained - epochBegan)) * 1000),
      durationMs,
      // As remainingMs has it at this moment.
      etaMs: Math.round(usualEpochMs(ended)! * (epochs - epoch)),
    });
    // The next epoch does not wait for the disk, but the next checkpoint does.
    await saving.next(() => saveCheckpoint(training, epoch, early));
  }
  await saving.done();
  const keptEpoch = early.restore() ?? done;
  return { epochs: done, keptEpoch, ...(early.isOver && done < epochs && { earlyStop: early.reason }) };
}

function restore({ weights, optimizerState }: TrainingSession, checkpoint: Checkpoint): void {
  weights.set(checkpoint.weights);
  optimizerState.first.set(checkpoint.first);
  optimizerState.second.set(checkpoint.second);
}

async function saveCheckpoint({ session, writer, began }: TrainingInputs, epoch: number, early: EarlyStopping): Promise<void> {
  const { weights, optimizerState } = session;
  const copies = { weights: weights.slice(), first: optimizerState.first.slice(), second: optimizerState.second.slice() };
  await writeCheckpoint(writer, { epoch, elapsedMs: Math.round(performance.now() - began), ...copies, best: early.best ?? null });
}

/** One pass over the training images; undefined if it was stopped on the way. */
async function trainEpoch(
  { session, dataset, split, parameters, stop, report, writer }: TrainingInputs,
  epoch: number,
): Promise<RunningMeans | undefined> {
  const { batch_size: batchSize, seed } = parameters;
  const order = epochOrder(split.train, seed, epoch);
  const batches = Math.ceil(order.length / batchSize);
  const interval = Math.max(1, Math.round(batches / EVENTS_PER_EPOCH));
  const means = new RunningMeans();
  let recent = new RunningMeans();
  let since = performance.now();
  const step = async (batch: number): Promise<void> => {
    writer.lost.throwIfAborted();
    const indices = order.subarray((batch - 1) * batchSize, batch * batchSize);
    const { lossSum, correct } = await session.trainStep({
      images: dataset.train.images.having(indices),
      labels: dataset.train.labels,
      indices,
      step: (epoch - 1) * batches + batch,
      dropoutKey: dropoutBatchKey(seed, epoch, batch),
    });
    if (!Number.isFinite(lossSum)) throw new Error(divergedInWords(epoch, batch, parameters.learning_rate));
    means.add(lossSum, correct, indices.length);
    recent.add(lossSum, correct, indices.length);
    // The first event shows early that training works, and at which loss it begins.
    const isFirst = epoch === 1 && batch === 1;
    if (batch % interval !== 0 && batch !== batches && !isFirst) return;
    const now = performance.now();
    const imagesPerSecond = Math.round((recent.count / (now - since)) * 1000);
    report({ type: 'batchEnded', epoch, batch, batches, loss: recent.loss, accuracy: recent.accuracy, imagesPerSecond });
    recent = new RunningMeans();
    since = now;
  };
  // The next step waits in the engine while this one is computed, so that the workers find it there when they are done.
  let current = step(1);
  for (let batch = 2; batch <= batches && !stop.aborted; batch++) {
    const next = step(batch);
    // If the current step fails so does the next one, whose failure would not be handled.
    next.catch(() => undefined);
    await current;
    current = next;
  }
  await current;
  return means.count === order.length ? means : undefined;
}
