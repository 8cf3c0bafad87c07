import type { RecordedView } from '../../../src/contract/dashboard';
import { remember, remembered } from '../remembered';

const atFirst: RecordedView = { search: '', xUnit: 'steps', scale: 'linear', smoothing: 0, turned: [] };

/** How this panel shows the curves of what another tool recorded. */
export function shownRecorded(): RecordedView {
  return remembered().recorded ?? atFirst;
}

/** Keeps a choice of the user; the others stay as they are. */
export function showRecorded(changes: Partial<RecordedView>): void {
  remember({ recorded: { ...shownRecorded(), ...changes } });
}
