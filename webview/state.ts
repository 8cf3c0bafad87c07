import type { DashboardState, ToDashboard } from '../src/contract/dashboard';
import { applyEvents } from '../src/contract/runState';
import { thinBatches } from '../src/contract/thinBatches';

/** More batches than this are thinned out again while a long run goes on, so that what is kept and drawn stays bounded. */
const MOST_BATCHES = 4_000;

/** What there is to show after a message of the host; undefined as long as it has not said everything once. */
export function reduce(state: DashboardState | undefined, message: ToDashboard): DashboardState | undefined {
  switch (message.type) {
    case 'hydrate':
      return message.state;
    case 'events': {
      if (!state) return undefined;
      const after = applyEvents(state.run, message.events);
      const run = after.batches.length > MOST_BATCHES ? { ...after, batches: thinBatches(after.batches) } : after;
      // A status that no event tells (`interrupted`) holds until events tell another one.
      return { ...state, run, status: run.status === state.run.status ? state.status : run.status };
    }
    case 'changed':
      return state && { ...state, ...message.changes };
    case 'show':
      return state;
  }
}
