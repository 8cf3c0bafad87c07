import type { RecordedConsole } from '../../../src/contract/recorded';
import { append, element, setText } from '../../shared/dom';
import { send } from '../host';
import { keptLines } from './keptLines';

export interface ConsoleCard {
  readonly element: HTMLElement;
  show(console: RecordedConsole): void;
}

/** Lines of a file of the run. */
const FILE = 'console.log';

/** The last lines that the script wrote. The newest stays in sight until they are scrolled up. */
export function createConsoleCard(): ConsoleCard {
  const note = element('span', { class: 'muted' });
  const lines = element('div', { class: 'log console', role: 'log', 'aria-live': 'off', tabindex: '0', 'aria-label': 'Console' });
  const nothing = element('p', { class: 'muted' }, 'The script has written nothing that was recorded.');
  const open = element('button', { type: 'button', class: 'link' }, 'Open whole');
  open.addEventListener('click', () => send({ type: 'openArtifact', path: FILE }));
  let isFollowing = true;
  let shown: readonly string[] = [];
  const toEnd = (): void => {
    if (isFollowing) lines.scrollTop = lines.scrollHeight;
  };
  lines.addEventListener('scroll', () => {
    isFollowing = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 4;
  });
  new ResizeObserver(toEnd).observe(lines);
  return {
    element: element(
      'section',
      { class: 'card', 'aria-labelledby': 'recordedConsole' },
      element(
        'div',
        { class: 'cardHead' },
        element('h2', { id: 'recordedConsole' }, 'Console'),
        note,
        element('div', { class: 'tools' }, open),
      ),
      lines,
      nothing,
    ),
    show({ lines: now, hasMore }) {
      lines.hidden = now.length === 0;
      open.hidden = now.length === 0;
      nothing.hidden = now.length > 0;
      setText(note, hasMore ? `the last ${now.length} lines` : '');
      if (now === shown) return;
      const kept = keptLines(shown, now);
      // Only what is new is added: what is selected stays selected.
      if (kept === 0) lines.replaceChildren();
      else for (let gone = shown.length - kept; gone > 0; gone--) lines.firstElementChild?.remove();
      append(
        lines,
        now.slice(kept).map(line => element('div', { class: 'consoleLine' }, line === '' ? ' ' : line)),
      );
      shown = now;
      toEnd();
    },
  };
}
