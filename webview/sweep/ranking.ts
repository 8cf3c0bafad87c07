import { element, fill, setText } from '../shared/dom';
import { createHowComputed } from './howComputed';
import { send } from './host';
import type { Part } from './part';
import { MOST_ROWS, settingsTable } from './settingsTable';

/** The settings in their order; each seed opens its run. */
export function createRanking(): Part {
  const how = createHowComputed('the ranking');
  const table = element('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': 'Settings by validation accuracy' });
  const note = element('p', { class: 'muted' });
  const heading = element('h2', { id: 'ranking' }, 'Settings by validation accuracy');
  let shownBefore: unknown;
  return {
    element: element(
      'section',
      { class: 'card', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading),
      table,
      note,
      how.element,
    ),
    update({ settings, names, how: { ranked } }) {
      how.show(ranked);
      // What is as it was keeps its focus.
      if (JSON.stringify(settings) === shownBefore) return;
      shownBefore = JSON.stringify(settings);
      const seeds = (run: (typeof settings)[number]['runs'][number]) => {
        if (!run.isThere) return element('span', { class: 'muted' }, String(run.seed));
        const open = element(
          'button',
          { type: 'button', class: 'link', 'aria-label': `Open the run of seed ${run.seed}`, title: run.id },
          String(run.seed),
        );
        open.addEventListener('click', () => send({ type: 'openRun', runId: run.id }));
        return open;
      };
      fill(table, settingsTable('Settings by validation accuracy', settings, names, seeds));
      setText(note, settings.length > MOST_ROWS ? `… and ${settings.length - MOST_ROWS} more, which the exported table has.` : '');
    },
  };
}
