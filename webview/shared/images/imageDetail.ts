import type { ImageScores } from '../../../src/contract/inspection';
import { element } from '../dom';
import { createDigitImage } from './digitImage';
import type { ImageQuestions } from './imageQuestions';
import { createOtherRunsTable } from './otherRunsTable';
import { roleInWords, roleOf, scoreBar, shareInDigits } from './scoreBars';
import { nameOf } from './thumbnail';

/** An image large, with the score of every class and what other runs say of it. */
export function createImageDetail(image: ImageScores, names: readonly string[], others: ImageQuestions['others']): HTMLElement {
  return element(
    'div',
    { class: 'imageDetail' },
    element(
      'div',
      { class: 'imageLarge' },
      image.pixels ? createDigitImage(image.pixels, 0) : element('p', { class: 'muted' }, image.whyNoPixels ?? ''),
      element('dl', {}, fact('true class', nameOf(names, image.truth)), fact('read as', nameOf(names, image.predicted))),
    ),
    allScores(image, names),
    createOtherRunsTable(image, names, offset => others(image.index, offset)),
  );
}

function fact(name: string, value: string): HTMLElement {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value));
}

let made = 0;

/** The most probable first. */
function allScores(image: ImageScores, names: readonly string[]): HTMLElement {
  const title = element('h3', { id: `allScoresTitle-${++made}` }, 'All scores');
  const { scores } = image;
  if (!scores)
    return element('section', { class: 'allScores' }, title, element('p', { class: 'muted' }, 'This run kept no probabilities.'));
  const sorted = scores.map((probability, of) => ({ of, probability })).toSorted((a, b) => b.probability - a.probability);
  const rows = sorted.map(({ of, probability }) => {
    const role = roleOf(of, image);
    const meaning = role === 'other' ? undefined : roleInWords[role];
    return element(
      'tr',
      { class: role },
      element('th', { scope: 'row', title: meaning }, nameOf(names, of)),
      element('td', { class: 'shareCell' }, scoreBar(probability, role)),
      element('td', { 'aria-label': meaning && `${shareInDigits(probability)}, ${meaning}` }, shareInDigits(probability)),
    );
  });
  const heads = [element('th', { scope: 'col' }, 'Class'), element('td', {}), element('th', { scope: 'col' }, 'Probability')];
  return element(
    'section',
    { class: 'allScores', 'aria-labelledby': title.id },
    title,
    element('table', { 'aria-labelledby': title.id }, element('thead', {}, element('tr', {}, heads)), element('tbody', {}, rows)),
  );
}
