import type { SweepState } from '../../src/contract/sweepPage';
import { element, fill } from '../shared/dom';
import { oncePerFrame } from '../shared/oncePerFrame';
import { createHeader } from './header';
import { host } from './host';
import { createParallel } from './parallel';
import type { Part } from './part';
import { createRanking } from './ranking';
import { createShares } from './shares';
import { SweepView } from './sweepView';

const app = document.getElementById('app')!;
let state: SweepState | undefined;
let parts: readonly Part[] | undefined;

const schedule = oncePerFrame(() => {
  if (!state || !parts) return;
  for (const part of parts) part.update(state.shown);
});

function begin(sweepId: string): void {
  const view = new SweepView(sweepId);
  const [header, parallel, ranking, shares] = [createHeader(), createParallel(view), createRanking(), createShares()];
  parts = [header, parallel, ranking, shares];
  fill(app, header.element, element('div', { class: 'sweepSections' }, parallel.element, shares.element, ranking.element));
  view.listen(schedule);
}

host.open({
  onState: now => {
    state = now;
    if (!parts) begin(now.shown.id);
    schedule();
  },
  answer: () => undefined,
});
