import { parallelChart, isWithin, type ParallelChart } from '../../src/report/parallelChart';
import { parallelSvg, settingsCsv } from '../../src/report/parallelSvg';
import type { ShownSweep } from '../../src/contract/sweepPage';
import { element, fill, icon, setText } from '../shared/dom';
import { createExportMenu } from '../shared/exportMenu';
import { keepLatest } from '../shared/keepLatest';
import { send } from './host';
import { createParallelDrawing } from './parallelDrawing';
import type { Part } from './part';
import { settingsTable } from './settingsTable';
import type { SweepView } from './sweepView';

/** Parallel coordinates: a line for each setting. Parts of axes are chosen with the pointer or with the arrow keys at their ends. */
export function createParallel(view: SweepView): Part {
  let chart: ParallelChart | undefined;
  const drawing = createParallelDrawing({ onBrush: (axis, range) => view.brush(axis, range) });
  const table = element('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': 'Chosen settings as a table', hidden: '' });
  const toggle = element('button', { type: 'button', class: 'iconButton', title: 'Chosen settings as a table' });
  toggle.append(icon('table'), element('span', { class: 'visuallyHidden' }, 'Chosen settings as a table'));
  toggle.addEventListener('click', () => view.set({ asTable: !view.now.asTable }));
  const clear = element('button', { type: 'button', class: 'textButton' }, 'Show all');
  clear.addEventListener('click', () => view.set({ brushes: [] }));
  const note = element('p', { class: 'muted', role: 'status' });
  const exportMenu = createExportMenu({
    label: 'Export the settings',
    csv: () => (chart ? settingsCsv(chart, view.now.brushes) : ''),
    svg: palette => (chart ? parallelSvg(chart, view.now.brushes, { palette, width: 960, height: 420 }) : ''),
    fileName: () => 'settings',
    send,
  });
  const heading = element('h2', { id: 'parallel' }, 'Settings over their parameters');
  const latest = keepLatest((names: readonly string[], settings: ShownSweep['settings']) => parallelChart(names, settings));
  return {
    element: element(
      'section',
      { class: 'card parallel', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, element('div', { class: 'tools' }, clear, toggle, exportMenu)),
      drawing.element,
      table,
      note,
    ),
    update({ names, settings }) {
      const { brushes, asTable } = view.now;
      chart = latest([settings], names, settings);
      const now = chart;
      drawing.show(now, brushes);
      const chosen = now.lines.filter(line => isWithin(now, line, brushes));
      clear.hidden = brushes.length === 0;
      toggle.setAttribute('aria-pressed', String(asTable));
      drawing.element.hidden = asTable;
      table.hidden = !asTable;
      if (asTable)
        fill(
          table,
          settingsTable(
            'Chosen settings',
            chosen.toReversed().map(({ setting }) => setting),
            names,
          ),
        );
      setText(
        note,
        brushes.length === 0
          ? 'Drag along an axis, or move its ends with the arrow keys, to choose settings. The best setting is the thick line.'
          : `${chosen.length} of ${settings.length} settings are chosen.`,
      );
    },
  };
}
