import type { ShownEffect, ToldEffect } from '../../src/contract/effectPage';
import { levelInWords, verdictInWords, amountInWords, subjectInWords } from '../../src/experiment/effects/effectInWords';
import { methods } from '../../src/experiment/effects/method';
import { element, fill, icon, setText } from '../shared/dom';
import { createMenu } from '../shared/menu';
import { createHowComputed } from './howComputed';
import { send } from './host';
import type { Part } from './part';
import { verdictFace } from './verdictFace';

/** What the change did, for a person to quote; the verdict; what was expected; what can be done. */
export function createHeadline(): Part {
  const about = element('p', { class: 'about muted' });
  const title = element('h1', { class: 'headline' });
  const more = element('ul', { class: 'sentences', hidden: '' });
  const verdict = element('p', { class: 'verdict', role: 'status' });
  const expected = element('p', { class: 'expected muted' });
  const late = element('p', { class: 'late', hidden: '' });
  const how = createHowComputed('the effect and the verdict', [methods.effect, methods.verdict, methods.several]);
  const add = actionButton('add', 'Add seeds…', 'primary');
  add.addEventListener('click', () => send({ type: 'addSeeds' }));
  const copy = actionButton('clippy', 'Copy as Markdown', 'wideOnly');
  copy.addEventListener('click', () => send({ type: 'copyMarkdown' }));
  const menu = createMenu('More', () => [
    { label: 'Copy as Markdown', icon: 'clippy', act: () => send({ type: 'copyMarkdown' }), whenNarrow: true },
    { label: 'Open report', icon: 'open-preview', act: () => send({ type: 'openReport' }) },
    { label: 'Open the plan (comparison.json)', icon: 'json', act: () => send({ type: 'openPlan' }) },
  ]);
  let drawn: ShownEffect | undefined;
  return {
    element: element(
      'header',
      { class: 'effectHead' },
      element(
        'div',
        { class: 'says' },
        about,
        title,
        more,
        element('div', { class: 'verdictLine' }, verdict, how.button),
        how.text,
        expected,
        late,
      ),
      element('div', { class: 'pageTools' }, add, copy, menu),
    ),
    update({ shown }) {
      if (shown === drawn) return;
      drawn = shown;
      const { factor, metric, effects, hypothesis, setUp, origin } = shown;
      const [reference, ...levels] = shown.levels.map(level => levelInWords(factor, level));
      fill(
        about,
        'Effect of one parameter · ',
        element('code', {}, `${factor} ${reference} → ${levels.join(', ')}`),
        ` · on ${subjectInWords(metric, hypothesis)}`,
        shown.progress === '' ? '' : ` · ${shown.progress}`,
      );
      const ours = effects.filter(effect => effect.metric === metric);
      const [first, ...rest] = ours;
      fill(title, first ? withAmount(first) : shown.title);
      more.hidden = rest.length === 0;
      fill(
        more,
        rest.map(one => element('li', {}, withAmount(one))),
      );
      fill(
        verdict,
        ours.map(one => verdictOf(one, shown, levels.length > 1)),
        element('span', { class: 'muted' }, `holds for this set-up: ${setUp}`),
      );
      fill(
        expected,
        hypothesis
          ? [
              `Expected before the first run: ${factor} ${reference} → ${levels.join(', ')} ${hypothesis.expectation}`,
              hypothesis.text === '' ? '' : ` — “${hypothesis.text}”`,
            ]
          : 'Nothing was expected in writing before the first run, so that the answer is an estimate.',
        element('span', { class: 'origin' }, ` · ${origin}`),
      );
      late.hidden = shown.late === '';
      setText(late, shown.late);
      add.toggleAttribute('disabled', shown.whyFixed !== '');
      add.title = shown.whyFixed || (shown.late === '' ? '' : shown.late);
    },
  };
}

function actionButton(codicon: string, label: string, kind: string): HTMLButtonElement {
  return element('button', { type: 'button', class: `textButton action ${kind}` }, icon(codicon), label);
}

/** The sentence with the amount standing out. */
function withAmount({ sentence, mean, unit }: ToldEffect): (string | HTMLElement)[] {
  const amount = mean === null ? '' : amountInWords(unit, mean);
  const found = amount === '' ? -1 : sentence.indexOf(amount);
  if (found < 0) return [element('span', {}, sentence)];
  const at = /[+−]/.test(sentence.charAt(found - 1)) ? found - 1 : found;
  const end = found + amount.length;
  return [
    element('span', {}, sentence.slice(0, at)),
    element('strong', {}, sentence.slice(at, end)),
    element('span', {}, sentence.slice(end)),
  ];
}

function verdictOf(effect: ToldEffect, { late, factor, hypothesis, metric }: ShownEffect, isOfSeveral: boolean): HTMLElement {
  const { icon: codicon, kind } = verdictFace(effect.verdict);
  const plan = {
    hypothesis: hypothesis
      ? { text: '', metric, expected: hypothesis.expected, ...(hypothesis.margin !== undefined && { margin: hypothesis.margin }) }
      : null,
  };
  const reason = verdictInWords(effect, plan, late !== '');
  const of = isOfSeveral ? `${levelInWords(factor, effect.levels[1])}: ` : '';
  return element(
    'span',
    { class: `verdictWord ${kind}` },
    icon(codicon),
    element('span', {}, of, element('strong', {}, effect.verdict ?? 'no answer yet'), `: ${lowerFirst(reason)}`),
  );
}

function lowerFirst(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`.replace(/\.$/, '');
}
