import { batchesOf } from '../contract/batches';
import type { ParentRun, XUnit } from '../contract/dashboard';
import type { Run } from '../contract/runState';
import { epochsDone } from '../experiment/remaining';
import type { PlacedRun, XPlaces } from './places';
import { timePlaces } from './timePlaces';

/** The places of a run in some unit. */
export function xPlaces({ run, parent, status }: PlacedRun, unit: XUnit): XPlaces {
  const epochs = (run.config ?? parent)?.parameters.epochs ?? 1;
  if (unit === 'time') return timePlaces({ run, parent, status }, epochs);
  const done = epochsDone(run);
  const per = unit === 'epochs' ? 1 : stepsPerEpoch(run, parent);
  const perOfParent = unit === 'epochs' ? 1 : (parent?.batchesPerEpoch ?? per);
  return {
    unit,
    extent: { from: 0, to: epochs * per },
    reached: run.config && done < epochs ? done * per : undefined,
    // Not by the share of an epoch: a step is a whole number.
    ofBatch: ({ epoch, batch, batches }) => (unit === 'epochs' ? epoch - 1 + batch / batches : (epoch - 1) * batches + batch),
    ofEpoch: epoch => epoch * per,
    ofParent: epoch => epoch * perOfParent,
  };
}

/** Batches of an epoch. */
function stepsPerEpoch({ batches, config }: Run, parent: ParentRun | null): number {
  return batches[0]?.batches ?? (config && batchesOf(config)) ?? parent?.batchesPerEpoch ?? 1;
}
