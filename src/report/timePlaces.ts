import type { Run } from '../contract/runState';
import type { BatchEnded, EpochEnded } from '../contract/trainer';
import type { PlacedRun, XPlaces } from './places';
import { upToTick } from './timeAxis';

/** Before anything is known of how long it takes. */
const AT_FIRST_MS = 60_000;

/** An epoch on the clock of the trainer, and on one that stands still while the run is not trained. */
interface Stretch {
  readonly beganAt: number;
  /** In milliseconds from the beginning of training. */
  readonly from: number;
  readonly durationMs: number;
}

/** Places in milliseconds of training: what was between an interruption and the resumption is left out. */
export function timePlaces({ run, parent, status }: PlacedRun, epochs: number): XPlaces {
  const whole = stretchesOf(run.epochs);
  const trained = [...whole.values()].at(-1);
  const done = trained ? trained.from + trained.durationMs : 0;
  const first = run.batches.find(({ epoch }) => !whole.has(epoch));
  // In the epoch that goes on, the speed tells when it began.
  const now: Stretch = { beganAt: first ? Date.parse(first.time) - timeOf(first, run) : 0, from: done, durationMs: Infinity };
  const ofBatch = ({ epoch, time }: BatchEnded): number => {
    const { beganAt, from, durationMs } = whole.get(epoch) ?? now;
    return from + Math.min(Math.max(0, Date.parse(time) - beganAt), durationMs);
  };
  const ofParents = stretchesOf(parent?.epochs ?? []);
  const last = run.batches.at(-1);
  const reached = Math.max(done, last ? ofBatch(last) : 0);
  const isTraining = status === 'running' || status === 'starting';
  const expected = isTraining ? expectedMs(run, done, epochs) : reached;
  const to = Math.max(reached, isTraining ? upToTick(expected) : expected);
  return {
    unit: 'time',
    extent: { from: 0, to: to > 0 ? to : AT_FIRST_MS },
    reached: isTraining && run.config && reached < to ? reached : undefined,
    ofBatch,
    ofEpoch: epoch => endOf(whole.get(epoch)),
    ofParent: epoch => endOf(ofParents.get(epoch)),
  };
}

function stretchesOf(epochs: readonly EpochEnded[]): Map<number, Stretch> {
  const stretches = new Map<number, Stretch>();
  let from = 0;
  for (const { epoch, time, durationMs } of epochs) {
    stretches.set(epoch, { beganAt: Date.parse(time) - durationMs, from, durationMs });
    from += durationMs;
  }
  return stretches;
}

function endOf(stretch: Stretch | undefined): number {
  return stretch ? stretch.from + stretch.durationMs : NaN;
}

/** How long the batches of an epoch up to this one took. */
function timeOf({ batch, imagesPerSecond }: BatchEnded, { config }: Run): number {
  return config && imagesPerSecond > 0 ? (1000 * batch * config.parameters.batch_size) / imagesPerSecond : 0;
}

/** How long all epochs will have taken. */
function expectedMs({ config, epochs: ended, batches }: Run, done: number, epochs: number): number {
  const [lastEpoch, lastBatch] = [ended.at(-1), batches.at(-1)];
  if (lastEpoch) return done + lastEpoch.etaMs;
  if (!config || !lastBatch || lastBatch.imagesPerSecond === 0) return AT_FIRST_MS;
  return (1000 * epochs * config.dataset.trainImages) / lastBatch.imagesPerSecond;
}
