import type { EffectState } from '../../src/contract/effectPage';
import { element, fill } from '../shared/dom';
import { oncePerFrame } from '../shared/oncePerFrame';
import { createEffectCurves } from './curves';
import { createDifferenceSection } from './difference/section';
import { EffectView } from './effectView';
import { createHeadline } from './headline';
import { createHeldEqual } from './heldEqual';
import { host } from './host';
import { createMetricsTable } from './metricsTable';
import { createNotes } from './notes';
import type { Part } from './part';
import { createRefused } from './refused';
import { createRunsTable } from './runsTable';

const app = document.getElementById('app')!;
let state: EffectState | undefined;
let page: { readonly view: EffectView; readonly parts: readonly Part[] } | undefined;

const schedule = oncePerFrame(() => {
  if (!state || !page) return;
  for (const part of page.parts) part.update(state, page.view.now);
});

function begin(comparisonId: string): void {
  const view = new EffectView(comparisonId);
  const headline = createHeadline();
  const [difference, curves, metrics] = [createDifferenceSection(view), createEffectCurves(view), createMetricsTable()];
  const [held, refused, runs, notes] = [createHeldEqual(), createRefused(), createRunsTable(), createNotes()];
  page = { view, parts: [headline, difference, curves, metrics, held, refused, runs, notes] };
  fill(
    app,
    headline.element,
    element(
      'div',
      { class: 'effectColumns' },
      element('div', { class: 'mainColumn' }, difference.element, curves.element, metrics.element),
      element('div', { class: 'sideColumn' }, refused.element, held.element, notes.element, runs.element),
    ),
  );
  view.listen(schedule);
}

host.open({
  onState: now => {
    state = now;
    if (!page) begin(now.shown.id);
    schedule();
  },
  answer: () => undefined,
});
