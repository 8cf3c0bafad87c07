import type { ComparisonState } from '../../src/contract/comparison';
import { element, fill } from '../shared/dom';
import { oncePerFrame } from '../shared/oncePerFrame';
import { createConfigDiff } from './config/configDiff';
import { createCurves } from './curves/curves';
import { createDifferenceSection } from './difference/section';
import { createHeader } from './header';
import { host } from './host';
import { PageView } from './pageView';
import { createShown } from './shown';
import { createScatter } from './scatter/scatter';
import { differenceSides } from './differenceSides';
import { createSingleRuns } from './singleRuns';
import { createTableExport } from './table/tableExport';
import { createRunTable } from './table/runTable';
import { createCompareButton } from './compareButton';
import { createToolbar, type Part } from './toolbar';
import { createViewsMenu } from './viewsMenu';

const app = document.getElementById('app')!;
const shownOf = createShown();
let state: ComparisonState | undefined;
let page: { readonly view: PageView; readonly parts: readonly Part[] } | undefined;

const schedule = oncePerFrame(() => {
  if (!state || !page) return;
  const shown = shownOf(state, page.view.now, page.view.highlighted);
  for (const part of page.parts) part.update(shown);
});

function begin(mode: ComparisonState['mode']): void {
  const view = new PageView(mode);
  document.body.classList.add(`mode-${mode}`);
  const tableExport = createTableExport(view);
  const table = createRunTable(view);
  const parts: readonly Part[] = mode === 'table' ? tableMode(view, table, tableExport) : comparisonMode(view, table, tableExport);
  page = { view, parts };
  view.listen(schedule);
}

function tableMode(view: PageView, table: Part, tableExport: Part): readonly Part[] {
  const compare = createCompareButton();
  const header = createHeader(compare.element, tableExport.element);
  const views = createViewsMenu(view);
  const toolbar = createToolbar(view, [views]);
  fill(app, header.element, element('div', { class: 'tableSection' }, toolbar.element, table.element));
  return [header, compare, tableExport, toolbar, table];
}

function comparisonMode(view: PageView, table: Part, tableExport: Part): readonly Part[] {
  const header = createHeader(tableExport.element);
  const toolbar = createToolbar(view);
  const single = createSingleRuns();
  const curves = createCurves(view);
  const diff = createConfigDiff();
  const scatter = createScatter(view);
  const difference = differencePart();
  fill(
    app,
    header.element,
    element('div', { class: 'tableSection' }, toolbar.element, table.element, single.element),
    element('div', { class: 'curvesAndDiff' }, curves.element, diff.element),
    element('div', { class: 'comparisonSections' }, difference.element, scatter.element),
  );
  return [header, tableExport, toolbar, table, single, curves, diff, difference, scatter];
}

/** The difference between the baseline and the run that is selected, or between its group and the group that is. */
function differencePart(): Part {
  const section = createDifferenceSection();
  return { element: section.element, update: shown => section.update(differenceSides(shown)) };
}

/** Also what nobody has changed is kept, so that the panel comes back. */
let isFirst = true;

host.open({
  onState: now => {
    state = now;
    if (!page) begin(now.mode);
    // A reload of the window asks for these runs, checked or not.
    const runIds = now.mode === 'table' ? [] : now.runs.map(({ id }) => id);
    if (page && (isFirst || runIds.join() !== page.view.now.runIds.join())) page.view.set({ runIds });
    isFirst = false;
    schedule();
  },
  answer: ({ runId }) => page?.view.set({ selected: runId }),
});
