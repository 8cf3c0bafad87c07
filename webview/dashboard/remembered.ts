import { parseSavedView, type DashboardState, type SavedView } from '../../src/contract/dashboard';
import { DEFAULT_SMOOTHING } from '../../src/contract/formats/dashboard';
import { host } from './host';

const atFirst: SavedView = {
  runId: '',
  section: 'live',
  normalisation: 'counts',
  lossScale: 'log',
  xUnit: 'epochs',
  smoothing: DEFAULT_SMOOTHING,
  hiddenCurves: [],
  range: null,
  openCell: null,
  closerClass: null,
  showsAllParameters: true,
};

/** What this panel keeps of itself over a tab switch and a restart. */
export function remembered(): SavedView {
  return parseSavedView(host.savedView()) ?? atFirst;
}

/** Keeps a choice of the user; the others stay as they are. */
export function remember(changes: Partial<SavedView>): void {
  host.saveView({ ...remembered(), ...changes });
}

/** Keeps which run the panel shows, so that a restart of the editor brings it back. What was shown of another one's curves and images says nothing of it. */
export function rememberRun({ runId, imported, recorded: found, run }: DashboardState): void {
  if (remembered().runId === runId) return;
  const { threshold } = remembered();
  remember({
    runId,
    range: null,
    openCell: null,
    closerClass: null,
    ...(threshold && { threshold: { ...threshold, parts: { roc: null, precisionRecall: null } } }),
  });
  // What was searched and folded are names of another one's metrics.
  const { recorded } = remembered();
  if (recorded) remember({ recorded: { ...recorded, search: '', turned: [] } });
  // Of what was only evaluated there is nothing else to see.
  if (imported && !found && run.epochs.length === 0) remember({ section: 'evaluation' });
}
