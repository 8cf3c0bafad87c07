import type { ComparedCurve, ComparedRun, ComparisonChange, ComparisonState } from './comparison';
import { applyEvents, initialRun } from './runState';
import type { TrainerEvent } from './trainer';

/** The state after a change. Host and page compute it with the same code, so that they never differ. */
export function applyComparisonChange(state: ComparisonState, change: ComparisonChange): ComparisonState {
  switch (change.type) {
    case 'runs': {
      const left = new Set(change.gone);
      const isThere = (id: string): boolean => !left.has(id);
      const curves = left.size === 0 ? state.curves : state.curves.filter(({ runId }) => isThere(runId));
      return { ...state, runs: merged(state.runs, change.runs).filter(({ id }) => isThere(id)), curves };
    }
    case 'checked':
      return { ...state, checked: change.checked };
    case 'curve': {
      const others = state.curves.filter(({ runId }) => runId !== change.curve.runId);
      return { ...state, curves: [...others, change.curve] };
    }
    case 'events':
      return { ...state, curves: state.curves.map(curve => (curve.runId === change.runId ? after(curve, change.events) : curve)) };
    case 'views':
      return { ...state, views: change.views };
  }
}

/** In the order of their ids, which is that in which they were made. */
function merged(before: readonly ComparedRun[], now: readonly ComparedRun[]): ComparedRun[] {
  if (now.length === 0) return [...before];
  const byId = new Map(before.map(run => [run.id, run]));
  for (const run of now) byId.set(run.id, run);
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function after(curve: ComparedCurve, events: readonly TrainerEvent[]): ComparedCurve {
  return { ...curve, epochs: applyEvents({ ...initialRun, epochs: curve.epochs }, events).epochs };
}
