import type { DashboardChange, DashboardState } from './dashboard';
import { applyEvents, initialRun, type Run } from './runState';
import { thinBatches } from './thinBatches';
import type { EpochEnded, TrainerEvent } from './trainer';

/** More batches than this are thinned out again while a long run goes on, so that what is kept and drawn stays bounded. */
const MOST_BATCHES = 4_000;

/** The state after a change. Host and page compute it with the same code, so that they never differ. */
export function applyChange(state: DashboardState, change: DashboardChange): DashboardState {
  switch (change.type) {
    case 'events':
      if (change.runId === state.runId) return afterEvents(state, change.events);
      if (change.runId !== state.parent?.runId) return state;
      return { ...state, parent: { ...state.parent, epochs: epochsAfter(state.parent.epochs, change.events) } };
    case 'run':
      return { ...state, run: change.run, status: change.status };
    case 'changed':
      return { ...state, ...change.changes };
    case 'recorded':
      return state.recorded ? { ...state, recorded: { ...state.recorded, ...change.changes } } : state;
  }
}

/** A run with only as many batches as a curve needs. */
export function withFewBatches(run: Run): Run {
  return { ...run, batches: thinBatches(run.batches) };
}

function afterEvents(state: DashboardState, events: readonly TrainerEvent[]): DashboardState {
  const after = applyEvents(state.run, events);
  const run = after.batches.length > MOST_BATCHES ? withFewBatches(after) : after;
  // A status that no event tells (`interrupted`) holds until events tell another one.
  return { ...state, run, status: run.status === state.run.status ? state.status : run.status };
}

function epochsAfter(epochs: readonly EpochEnded[], events: readonly TrainerEvent[]): readonly EpochEnded[] {
  return applyEvents({ ...initialRun, epochs }, events).epochs;
}
