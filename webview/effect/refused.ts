import type { ShownEffect, ToldPair } from '../../src/contract/effectPage';
import { levelInWords } from '../../src/experiment/effects/effectInWords';
import { counted } from '../../src/util/format';
import { element, fill, icon } from '../shared/dom';
import { send } from './host';
import type { Part } from './part';

/** So many refused pairs are named; more are counted. */
const MOST = 8;

/** What is not identified and why, with what would settle it; and what else waits for a person. */
export function createRefused(): Part {
  const root = element('div', { class: 'boxes' });
  let drawn: ShownEffect | undefined;
  return {
    element: root,
    update({ shown }) {
      if (shown === drawn) return;
      drawn = shown;
      fill(root, refusedBox(shown), buildsBox(shown), missingBox(shown));
    },
  };
}

function refusedBox(shown: ShownEffect): HTMLElement[] {
  const refused = shown.pairs.filter(({ state }) => state === 'refused');
  if (refused.length === 0) return [];
  const { settling, whyFixed } = shown;
  const one = refused.length === 1;
  const title = `${one ? `Seed ${refused[0]!.seed} refused` : `${refused.length} pairs refused`}: more than one thing changed`;
  const heading = element('h2', { id: 'refused' }, icon('circle-slash'), title);
  const more = refused.length - MOST;
  return [
    element(
      'section',
      { class: 'box refusedBox', 'aria-labelledby': heading.id },
      heading,
      element(
        'ul',
        {},
        refused.slice(0, MOST).map(pair => pairLine(pair, shown)),
        more > 0 ? element('li', {}, `and ${counted(more, 'more pair')}`) : [],
      ),
      element(
        'p',
        {},
        `${one ? 'Its difference' : 'Their differences'} cannot be put down to ${shown.factor} and ${one ? 'does' : 'do'} not enter the mean.`,
      ),
      settling
        ? element(
            'p',
            { class: 'boxAction' },
            actionOf(
              settling.runs === 1 ? 'Run the missing run' : `Run the ${settling.runs} missing runs`,
              () => send({ type: 'settle' }),
              whyFixed,
            ),
            element('span', { class: 'muted' }, settling.words),
          )
        : [],
    ),
  ];
}

function pairLine({ seed, level, identification }: ToldPair, { factor, levels }: ShownEffect): HTMLElement {
  const [reference] = levels;
  return element(
    'li',
    {},
    element('span', { class: 'pairName' }, `seed ${seed}: not identified: also `),
    element('code', { class: 'chip' }, `${factor} ${levelInWords(factor, reference!)} → ${levelInWords(factor, level)}`),
    identification.confounders.map(({ name, values: [from, to] }) => [
      ' ',
      element('code', { class: 'chip confounder' }, `${name} ${from} → ${to}`),
    ]),
  );
}

function buildsBox({ builds, whyFixed }: ShownEffect): HTMLElement[] {
  if (builds === null) return [];
  const heading = element('h2', { id: 'builds' }, icon('warning'), 'Another build of the trainer');
  return [
    element(
      'section',
      { class: 'box buildsBox', 'aria-labelledby': heading.id },
      heading,
      element('p', {}, builds),
      element(
        'p',
        { class: 'boxAction' },
        actionOf('Count these pairs', () => send({ type: 'acceptBuilds' }), whyFixed),
      ),
    ),
  ];
}

function missingBox({ missing, maySubmit, whyFixed }: ShownEffect): HTMLElement[] {
  if (missing === null) return [];
  const heading = element('h2', { id: 'missingRuns' }, icon('debug-pause'), 'Not all runs are there');
  return [
    element(
      'section',
      { class: 'box', 'aria-labelledby': heading.id },
      heading,
      element('p', {}, missing.words),
      element(
        'p',
        { class: 'boxAction' },
        actionOf('Go on', () => send({ type: 'queueMissing' }), whyFixed),
        maySubmit ? actionOf('Submit to Slurm…', () => send({ type: 'submitMissing' }), whyFixed) : [],
      ),
    ),
  ];
}

function actionOf(label: string, act: () => void, whyFixed: string): HTMLElement {
  const button = element('button', { type: 'button', class: 'textButton primary', title: whyFixed === '' ? undefined : whyFixed }, label);
  button.toggleAttribute('disabled', whyFixed !== '');
  button.addEventListener('click', act);
  return button;
}
