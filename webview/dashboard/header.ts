import type { DashboardState } from '../../src/contract/dashboard';
import { metrics } from '../../src/contract/metrics';
import { imagesOf, mistakesOf } from '../../src/evaluation/mistakes';
import { wilsonInterval } from '../../src/evaluation/wilson';
import { grouped, percent } from '../../src/util/format';
import { failureInBrief } from '../../src/wording/divergence';
import { percentInterval } from '../../src/wording/intervalInWords';
import { noteInBrief } from '../../src/wording/noteInBrief';
import { recordedStateInShort } from '../../src/wording/recordingInWords';
import { statusIcons } from '../../src/wording/statusIcon';
import { element, fill, icon, setText } from '../shared/dom';
import { createActions } from './header/actions';
import { factsOf } from './header/facts';
import { relationPart } from './header/relation';
import { remarkPart } from './header/remarkPart';
import { remarksOf } from './header/remarks';
import type { View } from './views/view';

export interface HeaderOptions {
  readonly showNotes: () => void;
}

/** What the run is, how it is, what came of it, and what can be done with it. */
export function createHeader({ showNotes }: HeaderOptions): View {
  const status = element('span', { class: 'statusIcon' });
  const title = element('h1');
  const wholeName = element('p', { class: 'wholeName', hidden: '' });
  const showWholeName = (): void => {
    wholeName.hidden = title.scrollWidth <= title.clientWidth;
  };
  new ResizeObserver(showWholeName).observe(title);
  // Read out when it changes.
  const chip = element('span', { class: 'chip', role: 'status' });
  const failure = element('span', { class: 'failure' });
  const score = element('p', { class: 'score' });
  const actions = createActions();
  const outcome = element('p', { class: 'remarks outcome' });
  const facts = element('p', { class: 'remarks facts' });
  const note = element('button', { type: 'button', class: 'link noteLink' });
  note.addEventListener('click', showNotes);

  return {
    element: element(
      'header',
      { class: 'header' },
      element('div', { class: 'titleRow' }, element('div', { class: 'title' }, status, title, chip, failure), score, actions.element),
      wholeName,
      outcome,
      facts,
    ),
    update(state) {
      const { status: kind, run, label, notes, recorded } = state;
      if (status.dataset['status'] !== kind) {
        status.dataset['status'] = kind;
        status.replaceChildren(icon(statusIcons[kind]));
        status.classList.toggle('spinning', kind === 'running' || kind === 'starting');
      }
      // A tool has words of its own for how its run is.
      setText(chip, recorded ? recordedStateInShort(recorded.facts, kind) : kind);
      ifChanged(title, [label], () => {
        setText(title, label);
        setText(wholeName, label);
        title.title = label;
        showWholeName();
      });
      setText(failure, kind === 'failed' ? failureInBrief(run.failed?.message ?? '') : '');
      failure.title = failure.textContent ?? '';
      failure.hidden = failure.title === '';
      showScore(score, state);
      const brief = noteInBrief(notes.text);
      const { runId, comparison, labels, parent } = state;
      ifChanged(outcome, [run.config?.id, parent?.label, comparison, run.ended, brief], () => {
        setText(note, `“${brief}”`);
        note.title = notes.text.slice(0, 1000);
        const noted = brief === '' ? [] : [element('span', { class: 'part' }, icon('note'), note)];
        fill(outcome, relationPart(state) ?? [], remarksOf(state).map(remarkPart), noted);
      });
      const { group, jobType, project } = recorded?.facts ?? {};
      ifChanged(facts, [runId, run.config?.id, state.imported, kind, labels.tags, group, jobType, project], () =>
        fill(facts, factsOf(state).map(remarkPart)),
      );
      actions.update(state);
    },
  };
}

/** What is selected in an element, and the focus in it, stay as long as it shows the same. */
function ifChanged(target: HTMLElement, shown: readonly unknown[], show: () => void): void {
  const text = JSON.stringify(shown);
  if (target.dataset['shown'] === text) return;
  target.dataset['shown'] = text;
  show();
}

/** `99.12 % test accuracy 98.92–99.29 % from 10,000 images · 88 wrong` */
function showScore(target: HTMLElement, { run }: DashboardState): void {
  target.hidden = !run.evaluated;
  if (!run.evaluated) return;
  const { accuracy, scores } = run.evaluated;
  ifChanged(target, [run.evaluated.time], () => {
    const count = imagesOf(scores.confusionMatrix);
    const mistakes = mistakesOf(scores.confusionMatrix).all;
    // Without images there is no accuracy either.
    const interval = percentInterval(wilsonInterval(count - mistakes, Math.max(count, 1)));
    const [images, wrong] = [grouped(count), grouped(mistakes)];
    target.title = `${interval}: 95 % confidence interval by Wilson's score from ${images} images, of which ${wrong} are wrong`;
    const rest = element('span', { class: 'minor' }, ` from ${images} images · ${wrong} wrong`);
    const how = element('span', { class: 'muted' }, interval, rest);
    fill(target, element('strong', {}, percent(accuracy)), ` ${metrics.test_accuracy.label.toLowerCase()} `, how);
  });
}
