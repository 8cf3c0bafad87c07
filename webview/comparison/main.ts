import type { ComparisonState } from '../../src/contract/comparison';
import { element, fill } from '../shared/dom';
import { takeDroppedFiles } from '../shared/droppedFiles';
import { oncePerFrame } from '../shared/oncePerFrame';
import { createConfigDiff } from './config/configDiff';
import { createCurves } from './curves/curves';
import { createDifferenceSection } from './difference/section';
import { createHeader } from './header';
import { host, send } from './host';
import { PageView } from './pageView';
import { createShown, type Shown } from './shown';
import { createRecordedSection } from './recorded/section';
import { createScatter } from './scatter/scatter';
import { differenceSides } from './differenceSides';
import { createSingleRuns } from './singleRuns';
import { createTableExport } from './table/tableExport';
import { createRunTable } from './table/runTable';
import { createCompareButton } from './compareButton';
import { createToolbar, type Part } from './toolbar';
import { createViewsMenu } from './viewsMenu';

/** The parts of a page. */
interface Page {
  readonly view: PageView;
  /** What is looked at first. */
  readonly first: readonly Part[];
  /** Makes what stands below it, once that is drawn. */
  readonly makeRest: () => Rest;
}

interface Rest {
  readonly parts: readonly Part[];
  /** They ask for what takes another process to find out. */
  readonly asking: readonly Part[];
}

const app = document.getElementById('app')!;
const shownOf = createShown();
let state: ComparisonState | undefined;
let page: Page | undefined;
let rest: Rest | undefined;
let latest: Shown | undefined;
let mayAsk = false;

/** The table is drawn at once, and the curves, which take longer, in the frame after it. */
const schedule = oncePerFrame(() => {
  if (!state || !page) return;
  latest = shownOf(state, page.view.now, page.view.highlighted);
  for (const part of page.first) part.update(latest);
  scheduleRest();
});

const scheduleRest = oncePerFrame(() => {
  if (!latest || !page) return;
  rest ??= page.makeRest();
  for (const part of rest.parts) part.update(latest);
  // What is asked before the curves are there would only delay them.
  mayAsk ||= latest.hasCurves;
  if (mayAsk) for (const part of rest.asking) part.update(latest);
});

function begin(mode: ComparisonState['mode']): void {
  const view = new PageView(mode);
  document.body.classList.add(`mode-${mode}`);
  page = mode === 'table' ? tableMode(view) : comparisonMode(view);
  view.listen(schedule);
}

function tableMode(view: PageView): Page {
  const [table, tableExport, compare] = [createRunTable(view), createTableExport(view), createCompareButton()];
  const header = createHeader(compare.element, tableExport.element);
  const views = createViewsMenu(view);
  const toolbar = createToolbar(view, [views]);
  fill(app, header.element, element('div', { class: 'tableSection' }, toolbar.element, table.element));
  return { view, first: [header, compare, tableExport, toolbar, table], makeRest: () => ({ parts: [], asking: [] }) };
}

function comparisonMode(view: PageView): Page {
  const [table, tableExport] = [createRunTable(view), createTableExport(view)];
  const header = createHeader(tableExport.element);
  const toolbar = createToolbar(view);
  const tableSection = element('div', { class: 'tableSection' }, toolbar.element, table.element);
  fill(app, header.element, tableSection);
  const makeRest = (): Rest => {
    const single = createSingleRuns();
    const curves = createCurves(view);
    const diff = createConfigDiff();
    const scatter = createScatter(view);
    const difference = differencePart(view);
    const recorded = createRecordedSection(view);
    tableSection.append(single.element);
    app.append(
      element('div', { class: 'curvesAndDiff' }, curves.element, diff.element),
      recorded.element,
      element('div', { class: 'comparisonSections' }, difference.element, scatter.element),
    );
    return { parts: [curves, diff, scatter], asking: [single, difference, recorded] };
  };
  return { view, first: [header, tableExport, toolbar, table], makeRest };
}

/** The difference between the baseline and the run that is selected, or between its group and the group that is. */
function differencePart(view: PageView): Part {
  const section = createDifferenceSection({
    openCell: view.now.openCell,
    onOpenCell: openCell => view.set({ openCell }),
  });
  return { element: section.element, update: shown => section.update(differenceSides(shown)) };
}

takeDroppedFiles(document.documentElement, addresses => send({ type: 'importArrays', addresses }));

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
