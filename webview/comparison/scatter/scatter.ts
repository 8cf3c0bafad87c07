import { metricTable } from '../../../src/contract/metrics';
import { parameterTable, type ParameterName } from '../../../src/contract/parameters';
import { varyingParameters } from '../../../src/experiment/differences';
import { scatterCsv } from '../../../src/report/comparisonCsv';
import { scatterPlot, type ScatterPlot } from '../../../src/report/scatterPlot';
import { scatterSvg } from '../../../src/report/scatterSvg';
import { element, fill, icon, setText } from '../../shared/dom';
import { createExportMenu } from '../../shared/exportMenu';
import { keepLatest } from '../../shared/keepLatest';
import { createChoice } from '../../shared/choice';
import { send } from '../host';
import type { PageView } from '../pageView';
import type { Shown } from '../shown';
import type { Part } from '../toolbar';
import { createScatterDrawing } from './scatterDrawing';

/** Any parameter against any metric: a mark for each run that is compared. The arrow keys go from mark to mark. */
export function createScatter(view: PageView): Part {
  let plot: ScatterPlot | undefined;
  let shown: Shown | undefined;
  const parameter = createChoice('parameter', value => view.set({ scatter: { ...view.now.scatter, parameter: value } }));
  const metric = createChoice('metric', value => view.set({ scatter: { ...view.now.scatter, metric: value } }));
  const drawing = createScatterDrawing({ onHover: id => view.hover(id), onSelect: id => view.set({ selected: id }) });
  const table = element('div', {
    class: 'plotTable scroller',
    tabindex: '0',
    role: 'group',
    'aria-label': 'Scatter as a table',
    hidden: '',
  });
  const note = element('p', { class: 'muted scatterNote' });
  const toggle = element('button', { type: 'button', class: 'iconButton', 'aria-pressed': 'false', title: 'Scatter as a table' });
  toggle.append(icon('table'), element('span', { class: 'visuallyHidden' }, 'Scatter as a table'));
  toggle.addEventListener('click', () => {
    const asTable = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(asTable));
    drawing.element.hidden = asTable;
    table.hidden = !asTable;
    if (asTable && plot) fill(table, tableOf(plot));
  });
  const exportMenu = createExportMenu({
    label: 'Export the scatter',
    csv: () => (plot ? scatterCsv(plot.scatter, { parameter: plot.xLabel, metric: view.now.scatter.metric, labels: shown!.labels }) : ''),
    svg: palette => (plot ? scatterSvg(plot, { palette, width: 720, height: 400 }) : ''),
    fileName: () => `${plot?.xLabel ?? 'parameter'}-${view.now.scatter.metric}`,
    send,
  });
  const heading = element('h2', { id: 'scatter' }, 'Parameter against metric');
  const latestPlot = keepLatest(scatterPlot);
  return {
    element: element(
      'section',
      { class: 'card scatter', 'aria-labelledby': heading.id },
      element(
        'div',
        { class: 'cardHead' },
        heading,
        element('div', { class: 'tools' }, parameter.element, metric.element, toggle, exportMenu),
      ),
      drawing.element,
      table,
      note,
    ),
    update(now) {
      shown = now;
      const { compared, labels, looks, view: saved } = now;
      const varying = varyingParameters(compared.map(({ parameters }) => parameters));
      const chosen = chosenParameter(saved.scatter.parameter, varying);
      const drawn =
        metricTable.find(({ name }) => name === saved.scatter.metric) ?? metricTable.find(({ name }) => name === 'val_accuracy')!;
      const rest = parameterTable.map(({ name }) => name).filter(name => !varying.includes(name));
      parameter.show(
        [...varying, ...rest].map(name => ({ value: name, label: name })),
        chosen,
      );
      metric.show(
        metricTable.map(({ name, label }) => ({ value: name, label })),
        drawn.name,
      );
      plot = latestPlot([compared, chosen, drawn, labels, looks], compared, { parameter: chosen, metric: drawn, labels, looks });
      drawing.show(plot, now.highlighted);
      if (!table.hidden) fill(table, tableOf(plot));
      const { leftOut } = plot.scatter;
      setText(note, leftOut === 0 ? '' : `${leftOut} ${leftOut === 1 ? 'run has' : 'runs have'} no value of both.`);
    },
  };
}

/** The one that was chosen, else the first that varies; seeds tell least. */
function chosenParameter(chosen: string | null, varying: readonly ParameterName[]): ParameterName {
  const found = parameterTable.find(({ name }) => name === chosen)?.name;
  return found ?? varying.find(name => name !== 'seed') ?? varying[0] ?? 'num_filters';
}

function tableOf({ title, xLabel, yLabel, dots }: ScatterPlot): HTMLElement {
  const heads = ['Run', xLabel, yLabel].map(head => element('th', { scope: 'col' }, head));
  const rows = dots.map(({ label, xText, yText }) =>
    element('tr', {}, element('th', { scope: 'row' }, label), element('td', {}, xText), element('td', {}, yText)),
  );
  return element(
    'table',
    {},
    element('caption', { class: 'visuallyHidden' }, title),
    element('thead', {}, element('tr', {}, heads)),
    element('tbody', {}, rows),
  );
}
