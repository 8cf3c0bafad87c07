import type { ThresholdSide } from '../../../src/contract/inspection';
import { measureIntervals, type BinaryMeasures, type OperatingPoint } from '../../../src/evaluation/operatingPoint';
import { grouped, percent } from '../../../src/util/format';
import { percentInterval } from '../../../src/wording/intervalInWords';
import { measures } from '../../../src/wording/measures';
import { element, setText } from '../../shared/dom';

/** What is counted: images, or the answers about all classes that each image gets. */
export type CountedThing = 'images' | 'answers';

const countFigures: readonly ({ readonly of: ThresholdSide; readonly label: string } & Readonly<Record<CountedThing, string>>)[] = [
  {
    of: 'truePositives',
    label: 'true positive',
    images: 'Images of the class that are taken for it',
    answers: 'Answers about the class of an image that are yes',
  },
  {
    of: 'falsePositives',
    label: 'false positive',
    images: 'Images of other classes that are taken for it',
    answers: 'Answers about another class that are yes',
  },
  {
    of: 'falseNegatives',
    label: 'false negative',
    images: 'Images of the class that are missed',
    answers: 'Answers about the class of an image that are no',
  },
  {
    of: 'trueNegatives',
    label: 'true negative',
    images: 'Images of other classes that are not taken for it',
    answers: 'Answers about another class that are no',
  },
];

const measureFigures = ['precision', 'recall', 'specificity', 'f1'] as const satisfies readonly (keyof BinaryMeasures)[];

/** Of which measures an interval is told: the answers about one image depend on one another, and only one of them is about its class. */
const withInterval: Readonly<Record<CountedThing, readonly (keyof BinaryMeasures)[]>> = {
  images: ['precision', 'recall', 'specificity'],
  answers: ['recall'],
};

export interface Figures {
  readonly element: HTMLElement;
  show(point: OperatingPoint, counted: CountedThing): void;
  focus(side: ThresholdSide): void;
}

/**
 * What a threshold comes to, in images and in shares of them, which have 95 % intervals (Wilson's).
 * @param onImages the images behind a count are to be shown
 */
export function createFigures(onImages: (side: ThresholdSide) => void): Figures {
  const values = new Map<keyof OperatingPoint, HTMLElement>();
  const buttons = new Map<ThresholdSide, HTMLButtonElement>();
  const figure = (name: keyof OperatingPoint, label: string, value: HTMLElement): HTMLElement => {
    values.set(name, value);
    return element('div', { class: `figure ${name}` }, element('dt', {}, label), element('dd', {}, value));
  };
  const count = ({ of, label }: (typeof countFigures)[number]): HTMLElement => {
    const button = element('button', { type: 'button', class: 'countButton', 'aria-label': label, disabled: '' }, '–');
    button.addEventListener('click', () => onImages(of));
    buttons.set(of, button);
    return figure(of, label, button);
  };
  const intervals = new Map(measureFigures.map(name => [name, element('dd', { class: 'interval' })]));
  const measure = (name: (typeof measureFigures)[number]): HTMLElement => {
    const { title, explained, matters } = measures[name];
    const made = figure(name, title === 'F1' ? title : title.toLowerCase(), element('span'));
    made.title = `${explained} ${matters}`;
    made.append(intervals.get(name)!);
    return made;
  };
  const root = element('dl', { class: 'thresholdFigures' }, countFigures.map(count), measureFigures.map(measure));
  return {
    element: root,
    show: (point, counted) => {
      for (const { of, label, [counted]: explained } of countFigures) {
        const button = buttons.get(of)!;
        setText(button, grouped(point[of]));
        button.disabled = counted === 'answers' || point[of] === 0;
        button.title = button.disabled ? explained : `${explained}: show these`;
        button.setAttribute('aria-label', `${grouped(point[of])} ${label}${button.disabled ? '' : ', show the images'}`);
      }
      const intervalOf = measureIntervals(point);
      for (const name of measureFigures) {
        setText(values.get(name)!, shareInWords(point[name]));
        const interval = name === 'f1' || !withInterval[counted].includes(name) ? null : intervalOf[name];
        setText(intervals.get(name)!, interval ? percentInterval(interval) : point[name] === null ? '' : 'no interval');
      }
    },
    focus: side => buttons.get(side)?.focus(),
  };
}

/** `99.59 %`; `–` where it is not defined. */
export function shareInWords(share: number | null): string {
  return share === null ? '–' : percent(share);
}
