import type { DashboardState } from '../../src/contract/dashboard';
import { epochsDone, timeLeft } from '../../src/experiment/remaining';
import { grouped } from '../../src/util/format';
import { element, fill, setText } from '../shared/dom';
import type { View } from './views/view';

/** More segments than this would be too thin to be seen. */
const MOST_SEGMENTS = 50;

/** How far the training is; hidden once a run has completed, and of one of another tool. */
export function createProgress(now: () => number = Date.now): View {
  const where = element('p', { class: 'where' });
  const left = element('p', { class: 'left' });
  const bar = element('div', { class: 'bar', role: 'progressbar', 'aria-label': 'Epochs trained', 'aria-valuemin': '0' });
  let fills: HTMLElement[] = [];
  const root = element(
    'section',
    { class: 'progress', 'aria-label': 'Progress' },
    element('div', { class: 'progressText' }, where, left),
    bar,
  );

  return {
    element: root,
    update(state) {
      // How far a script of another tool is, nobody tells.
      root.hidden = state.status === 'completed' || state.imported !== null;
      if (root.hidden) return;
      const epochs = state.run.config?.parameters.epochs ?? 1;
      const done = state.run.config ? epochsDone(state.run) : 0;
      const segments = Math.min(epochs, MOST_SEGMENTS);
      if (fills.length !== segments) {
        fills = Array.from({ length: segments }, () => element('span', { class: 'fill' }));
        fill(
          bar,
          fills.map(fill => element('span', { class: 'segment' }, fill)),
        );
      }
      fills.forEach((fill, index) => {
        const share = Math.min(1, Math.max(0, (done / epochs) * segments - index));
        fill.style.setProperty('transform', `scaleX(${share.toFixed(3)})`);
      });
      bar.setAttribute('aria-valuemax', String(epochs));
      bar.setAttribute('aria-valuenow', done.toFixed(2));
      bar.setAttribute('aria-valuetext', placeInWords(state).join(''));
      root.dataset['frozen'] = String(!isActive(state));
      const [first, rest] = placeInWords(state);
      if (where.dataset['text'] !== first + rest) where.replaceChildren(element('strong', {}, first), rest);
      where.dataset['text'] = first + rest;
      setText(left, timeInWords(state, done / epochs, now()));
    },
  };
}

function isActive({ status }: DashboardState): boolean {
  return status === 'running' || status === 'starting';
}

/** `Epoch 4 of 10`, ` · batch 63 of 422` */
function placeInWords({ status, run }: DashboardState): [string, string] {
  if (!run.config)
    return [status === 'starting' ? 'Starting' : 'Nothing trained', status === 'starting' ? ' · data and engine are loaded' : ''];
  const { epochs } = run.config.parameters;
  const whole = run.epochs.length;
  switch (status) {
    case 'stopped':
      return [`Stopped at ${whole}/${epochs}`, run.ended?.reason ? ` · ${run.ended.reason}` : ''];
    case 'interrupted':
      return [`Interrupted at ${whole}/${epochs}`, lastSign(run)];
    case 'failed':
      return [`Failed in epoch ${Math.min(whole + 1, epochs)} of ${epochs}`, ''];
    case 'starting':
    case 'running':
    case 'completed': {
      if (whole >= epochs) return ['Evaluating', ` · ${grouped(run.config.dataset.testImages)} test images`];
      const last = run.batches.at(-1);
      const batch = last && last.epoch > whole ? ` · batch ${grouped(last.batch)} of ${grouped(last.batches)}` : '';
      return [`Epoch ${whole + 1} of ${epochs}`, batch];
    }
  }
}

function lastSign({ batches, epochs, resources }: DashboardState['run']): string {
  const times = [batches.at(-1)?.time, epochs.at(-1)?.time, resources.at(-1)?.time].flatMap(time => time ?? []);
  const last = times.toSorted().at(-1);
  return last ? ` · last sign of life ${new Date(last).toLocaleString()}` : '';
}

/** `31 % · about 1m20s left` */
function timeInWords(state: DashboardState, share: number, now: number): string {
  const done = `${Math.floor(100 * share)} %`;
  const left = isActive(state) ? timeLeft(state.run, now) : undefined;
  return left === undefined ? done : `${done} · about ${left} left`;
}
