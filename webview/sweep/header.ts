import type { ShownSweep } from '../../src/contract/sweepPage';
import { counted } from '../../src/util/format';
import { element, fill, icon, setText } from '../shared/dom';
import { send } from './host';
import type { Part } from './part';

/** What came of the sweep in short, and what can be done with it. */
export function createHeader(): Part {
  const title = element('h1');
  const counts = element('p', { role: 'status' });
  const origin = element('p', { class: 'muted origin' });
  const hypothesis = element('p', { class: 'hypothesis' });
  const best = element('div', { class: 'best' });
  const missing = element('button', { type: 'button', class: 'textButton action' });
  missing.addEventListener('click', () => send({ type: 'queueMissing' }));
  const submit = element('button', { type: 'button', class: 'textButton action' }, icon('server-process'), 'Submit to Slurm…');
  submit.addEventListener('click', () => send({ type: 'submitMissing' }));
  const report = toolButton('markdown', 'Open report', 'openReport');
  const plan = toolButton('json', 'Open sweep.json', 'openPlan');
  return {
    element: element(
      'header',
      { class: 'sweepHead' },
      element('div', { class: 'says' }, title, counts, best, hypothesis, origin),
      element('div', { class: 'pageTools' }, missing, submit, report, plan),
    ),
    update(shown) {
      setText(title, shown.title);
      setText(counts, shown.counts);
      setText(origin, shown.origin);
      hypothesis.hidden = shown.hypothesis.trim() === '';
      setText(hypothesis, `Expected: ${shown.hypothesis}`);
      showBest(best, shown);
      missing.hidden = shown.missing === null;
      missing.disabled = shown.whyFixed !== '';
      missing.title = shown.whyFixed;
      submit.hidden = shown.missing === null || !shown.maySubmit;
      submit.disabled = shown.whyFixed !== '';
      submit.title = shown.whyFixed;
      if (shown.missing)
        fill(
          missing,
          icon('play'),
          ['Train what is missing', counted(shown.missing.runs, 'run'), shown.missing.words].filter(Boolean).join(' · '),
        );
    },
  };
}

function showBest(target: HTMLElement, { best: [best, ...caution] }: ShownSweep): void {
  const text = [best, ...caution].join('\n');
  if (target.dataset['shown'] === text) return;
  target.dataset['shown'] = text;
  fill(
    target,
    best === undefined ? [] : element('p', { class: 'bestSetting' }, best),
    caution.length === 0 ? [] : element('p', { class: 'caution' }, icon('warning'), element('span', {}, caution.join(' '))),
  );
}

function toolButton(symbol: string, words: string, type: 'openReport' | 'openPlan'): HTMLElement {
  const button = element('button', { type: 'button', class: 'textButton action' }, icon(symbol), words);
  button.addEventListener('click', () => send({ type }));
  return button;
}
