import { parseSavedView, type DashboardState, type SavedView } from '../../src/contract/dashboard';
import { host } from './host';

const atFirst: SavedView = { runId: '', section: 'live', normalisation: 'counts', lossScale: 'log', showsAllParameters: true };

/** What this panel keeps of itself over a tab switch and a restart. */
export function remembered(): SavedView {
  return parseSavedView(host.savedView()) ?? atFirst;
}

/** Keeps a choice of the user; the others stay as they are. */
export function remember(changes: Partial<SavedView>): void {
  host.saveView({ ...remembered(), ...changes });
}

/** Keeps which run the panel shows, so that a restart of the editor brings it back. */
export function rememberRun({ runId }: DashboardState): void {
  if (remembered().runId !== runId) remember({ runId });
}
