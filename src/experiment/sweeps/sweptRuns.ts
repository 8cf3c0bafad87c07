import { parameterTable } from '../../contract/parameters';
import type { Sweep, SweepRun } from '../../contract/sweeps';
import { wouldDivergeAgain } from '../../wording/divergence';
import type { ComparedRun } from '../effects/comparedRun';
import { effectMetric } from '../effects/effectMetrics';
import { parametersOfRun } from './plannedSweepRuns';

/** By what settings are ranked. Test images choose nothing. */
const chosenBy = effectMetric('val_accuracy');

/**
 * `done`: it has a validation accuracy, of the epoch whose weights were kept. `diverged`: its loss was no number any more, which is an outcome.
 * `failed`: otherwise. `waiting`: it is missing, at work, interrupted or stopped. `other`: what lies under its id is another run.
 * `unmeasured`: without validation images.
 */
export type SweptState = 'done' | 'diverged' | 'failed' | 'waiting' | 'other' | 'unmeasured';

/** What came of a run of a sweep. */
export interface SweptRun extends SweepRun {
  readonly state: SweptState;
  /** Validation accuracy, 0 to 1. */
  readonly value: number | null;
}

/** The runs of a sweep in their order, with what came of each. */
export function sweptRuns(sweep: Sweep, find: (id: string) => ComparedRun | undefined): SweptRun[] {
  return sweep.runs.map(run => {
    const state = knownStateOf(sweep, run, find(run.id));
    return typeof state === 'number' ? { ...run, state: 'done', value: state } : { ...run, state, value: null };
  });
}

/** Of a run that is the same object as before, in the sweep that was asked for last. */
const known = new WeakMap<ComparedRun, { readonly sweep: Sweep; readonly state: ReturnType<typeof stateOf> }>();

function knownStateOf(sweep: Sweep, run: SweepRun, found: ComparedRun | undefined): ReturnType<typeof stateOf> {
  const before = found && known.get(found);
  if (before?.sweep === sweep) return before.state;
  const state = stateOf(sweep, run, found);
  if (found) known.set(found, { sweep, state });
  return state;
}

function stateOf(sweep: Sweep, run: SweepRun, found: ComparedRun | undefined): number | Exclude<SweptState, 'done'> {
  if (!found) return 'waiting';
  if (!isAsPlanned(sweep, run, found)) return 'other';
  if (found.status === 'failed') return wouldDivergeAgain(found.summary?.reason) ? 'diverged' : 'failed';
  if (found.status !== 'completed' || !found.summary) return 'waiting';
  return chosenBy.ofRun(found.summary) ?? 'unmeasured';
}

/** Someone may have put another run in its place. */
function isAsPlanned({ base, engine, threads }: Sweep, run: SweepRun, { config }: ComparedRun): boolean {
  const parameters = parametersOfRun(base, run);
  if (config.kind !== 'trained' || config.engine.name !== engine || config.engine.threads !== threads) return false;
  return parameterTable.every(({ name }) => name === 'dataset' || config.parameters[name] === parameters[name]);
}
