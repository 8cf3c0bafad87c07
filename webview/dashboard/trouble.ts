import { element, icon, setText } from '../shared/dom';
import type { View } from './views/view';

/** Why a run failed, and the last lines that its trainer wrote. */
export function createTrouble(): View {
  const reason = element('p', { class: 'reason' });
  const lastLines = element('pre', { tabindex: '0', 'aria-label': 'Last lines of the trainer' });
  const root = element('section', { class: 'trouble', 'aria-label': 'Why it failed', hidden: '' }, icon('error'), reason, lastLines);
  return {
    element: root,
    update({ status, run, stderrTail }) {
      root.hidden = status !== 'failed';
      const message = run.failed?.message ?? 'The trainer ended without saying why.';
      setText(reason, message);
      // The last line is often just the reason.
      lastLines.hidden = stderrTail === '' || stderrTail.trim() === message.trim();
      setText(lastLines, stderrTail);
    },
  };
}
