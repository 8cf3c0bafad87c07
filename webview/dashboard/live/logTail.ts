import { logLines, type LogLine } from '../../../src/wording/logLines';
import { append, element, icon, setText } from '../../shared/dom';
import { send } from '../host';
import type { View } from '../views/view';

/** Those before them are in the Output view. */
const MOST_LINES = 200;
const icons: Readonly<Record<LogLine['level'], string | undefined>> = { info: undefined, warning: 'warning', error: 'error' };

/** What happened, line by line. The newest line stays in sight until the log is scrolled up. */
export function createLogTail(): View {
  const following = element('span', { class: 'muted' }, 'following');
  // Screen readers do not announce it: line by line it would drown everything else.
  const lines = element('div', { class: 'log', role: 'log', 'aria-live': 'off', tabindex: '0', 'aria-label': 'Log' });
  /** The newest line that is shown. */
  let last: string | undefined;
  let isFollowing = true;
  const toEnd = (): void => {
    if (isFollowing) lines.scrollTop = lines.scrollHeight;
  };
  lines.addEventListener('scroll', () => {
    isFollowing = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 4;
    setText(following, isFollowing ? 'following' : 'paused: scroll to the end to follow');
  });
  // The first lines may have come while the section was not laid out yet.
  new ResizeObserver(toEnd).observe(lines);
  const output = element('button', { type: 'button', class: 'link' }, 'Open in Output');
  output.addEventListener('click', () => send({ type: 'act', action: 'showLog' }));
  const heading = element('h2', { id: 'log' }, 'Log');

  return {
    element: element(
      'section',
      { class: 'card', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, following, element('div', { class: 'tools' }, output)),
      lines,
    ),
    update({ run, status }) {
      following.hidden = status !== 'running';
      const all = logLines(run, MOST_LINES);
      const keys = all.map(({ time, message }) => time + message);
      // Only what is new is added: what is selected stays selected.
      const known = last === undefined ? -1 : keys.lastIndexOf(last);
      if (known >= 0 && known === keys.length - 1) return;
      if (known < 0) lines.replaceChildren();
      append(lines, all.slice(known + 1).map(lineOf));
      while (lines.childElementCount > MOST_LINES) lines.firstElementChild!.remove();
      last = keys.at(-1);
      toEnd();
    },
  };
}

function lineOf({ time, level, message }: LogLine): HTMLElement {
  const name = icons[level];
  return element(
    'div',
    { class: `logLine ${level}` },
    element('time', { datetime: time }, new Date(time).toLocaleTimeString(undefined, { hour12: false })),
    element('span', { class: 'level' }, ...(name ? [icon(name)] : []), level),
    element('span', { class: 'message' }, message),
  );
}
