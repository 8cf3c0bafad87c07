import { measureIntervals, type BinaryCounts, type BinaryMeasures, type OperatingPoint } from '../../../src/evaluation/operatingPoint';
import { grouped, percent } from '../../../src/util/format';
import { noIntervalBecause } from '../../../src/evaluation/aurocInterval';
import { percentInterval } from '../../../src/wording/intervalInWords';
import { measures } from '../../../src/wording/measures';
import { element, setText } from '../../shared/dom';

const countFigures: readonly { readonly of: keyof BinaryCounts; readonly label: string; readonly explained: string }[] = [
  { of: 'truePositives', label: 'true positive', explained: 'Images of the class that are taken for it' },
  { of: 'falsePositives', label: 'false positive', explained: 'Images of other classes that are taken for it' },
  { of: 'falseNegatives', label: 'false negative', explained: 'Images of the class that are missed' },
  { of: 'trueNegatives', label: 'true negative', explained: 'Images of other classes that are not taken for it' },
];

const measureFigures = ['precision', 'recall', 'specificity', 'f1'] as const satisfies readonly (keyof BinaryMeasures)[];

/** What a threshold comes to, in images and in shares of them, which have 95 % intervals (Wilson's). */
export function createFigures(): { readonly element: HTMLElement; show(point: OperatingPoint): void } {
  const values = new Map<keyof OperatingPoint, HTMLElement>();
  const figure = (name: keyof OperatingPoint, label: string, explained: string): HTMLElement => {
    const value = element('dd');
    values.set(name, value);
    return element('div', { class: `figure ${name}`, title: explained }, element('dt', {}, label), value);
  };
  const intervals = new Map(measureFigures.map(name => [name, element('dd', { class: 'interval' })]));
  const measure = (name: (typeof measureFigures)[number]): HTMLElement => {
    const { title, explained } = measures[name];
    const more = name === 'f1' ? noIntervalBecause.f1 : 'Below it: its 95 % interval.';
    const made = figure(name, title === 'F1' ? title : title.toLowerCase(), `${explained} ${more}`);
    made.append(intervals.get(name)!);
    return made;
  };
  const root = element(
    'dl',
    { class: 'thresholdFigures' },
    countFigures.map(({ of, label, explained }) => figure(of, label, explained)),
    measureFigures.map(measure),
  );
  return {
    element: root,
    show: point => {
      for (const { of } of countFigures) setText(values.get(of)!, grouped(point[of]));
      const intervalOf = measureIntervals(point);
      for (const name of measureFigures) {
        setText(values.get(name)!, shareInWords(point[name]));
        const interval = name === 'f1' ? null : intervalOf[name];
        setText(intervals.get(name)!, interval ? percentInterval(interval) : '');
      }
    },
  };
}

/** `99.59 %`; `–` where it is not defined. */
export function shareInWords(share: number | null): string {
  return share === null ? '–' : percent(share);
}
