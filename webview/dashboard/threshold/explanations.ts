import { noIntervalBecause } from '../../../src/evaluation/aurocInterval';
import { measures, type MeasureName } from '../../../src/wording/measures';
import { element } from '../../shared/dom';

const explained: readonly MeasureName[] = [
  'precision',
  'recall',
  'specificity',
  'f1',
  'auroc',
  'average_precision',
  'accuracy',
  'log_loss',
  'macro',
  'micro',
  'weighted',
];

/** Why a measure has no interval. */
const without: Readonly<Partial<Record<MeasureName, string>>> = {
  f1: noIntervalBecause.f1,
  average_precision: noIntervalBecause.averagePrecision,
};

/** What each measure says, and when which one matters: closed at first. */
export function createExplanations(): HTMLElement {
  return element(
    'details',
    { class: 'explanations' },
    element('summary', {}, 'What these measures say, and when which matters'),
    element(
      'dl',
      {},
      explained.map(name => {
        const { title, explained: sentences, matters } = measures[name];
        const more = [matters, ...(name in without ? [without[name]!] : [])].join(' ');
        return element('div', {}, element('dt', {}, title), element('dd', {}, `${sentences} `, element('span', { class: 'muted' }, more)));
      }),
    ),
  );
}
