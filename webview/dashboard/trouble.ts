import type { RecordedFacts } from '../../src/contract/recorded';
import { element, icon, setText } from '../shared/dom';
import type { View } from './views/view';

/** Why a run failed, and the last lines that its trainer wrote. */
export function createTrouble(): View {
  const reason = element('p', { class: 'reason' });
  const lastLines = element('pre', { tabindex: '0', 'aria-label': 'Last lines of the trainer' });
  const root = element('section', { class: 'trouble', 'aria-label': 'Why it failed', hidden: '' }, icon('error'), reason, lastLines);
  return {
    element: root,
    update({ status, run, recorded, stderrTail }) {
      root.hidden = status !== 'failed';
      const message = recorded ? ofScript(recorded.facts) : (run.failed?.message ?? 'The trainer ended without saying why.');
      setText(reason, message);
      // The last line is often just the reason.
      lastLines.hidden = stderrTail === '' || stderrTail.trim() === message.trim();
      setText(lastLines, stderrTail);
    },
  };
}

/** What its script wrote last stands under Console. */
function ofScript({ exitCode }: RecordedFacts): string {
  const code = exitCode === null || exitCode === 0 ? '' : ` with exit code ${exitCode}`;
  return `Its script failed${code}. What it wrote last stands under Console.`;
}
