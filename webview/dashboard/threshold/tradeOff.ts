import { bestPrecision, bestRecall, type OperatingPoint } from '../../../src/evaluation/operatingPoint';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { element, setText } from '../../shared/dom';
import { keepLatest } from '../../shared/keepLatest';
import { shareInWords } from './figures';
import { createNumberField } from './numberField';
import { thresholdOf } from './steps';

export interface TradeOffOptions {
  readonly onAsk: (changes: { readonly precision?: number; readonly recall?: number }) => void;
  readonly onSet: (threshold: number) => void;
}

export interface TradeOff {
  readonly element: HTMLElement;
  show(counts: ThresholdCounts, asked: { readonly precision: number; readonly recall: number }): void;
}

type Asked = 'precision' | 'recall';
const gained: Readonly<Record<Asked, Asked>> = { precision: 'recall', recall: 'precision' };

/** What recall is to be had at a precision, and the reverse; and the threshold that gives it. */
export function createTradeOff({ onAsk, onSet }: TradeOffOptions): TradeOff {
  const rows = (['precision', 'recall'] as const).map(asked => createRow(asked, { onAsk, onSet }));
  return {
    element: element(
      'div',
      { class: 'tradeOff' },
      rows.map(row => row.element),
    ),
    show: (counts, asked) => {
      for (const row of rows) row.show(counts, asked);
    },
  };
}

function createRow(asked: Asked, { onAsk, onSet }: TradeOffOptions): TradeOff {
  const field = createNumberField({
    label: `Least ${asked} in percent`,
    title: 'From 0 to 100',
    most: 100,
    onChange: value => onAsk({ [asked]: value / 100 }),
  });
  const answer = element('output', {});
  const set = element('button', { type: 'button', class: 'textButton' }, 'Set');
  let threshold = 0;
  // The slider moves, and with it nothing of this.
  const latest = keepLatest(bestOf);
  set.addEventListener('click', () => onSet(threshold));
  return {
    element: element('p', {}, element('label', {}, `At ${asked} ≥ `, field.element, ' %, '), answer, set),
    show: (counts, { [asked]: least }) => {
      field.show(Number((100 * least).toPrecision(12)));
      const found = latest([counts, least], asked, counts, least);
      set.hidden = !found;
      if (found) threshold = thresholdOf(counts, found.threshold);
      const inWords = found
        ? `${gained[asked]} is ${shareInWords(found[gained[asked]])}, from threshold ${threshold}`
        : 'which no threshold reaches';
      setText(answer, inWords);
      set.title = `Set the threshold to ${threshold}`;
    },
  };
}

function bestOf(asked: Asked, counts: ThresholdCounts, least: number): OperatingPoint | null {
  return asked === 'precision' ? bestRecall(counts, { precision: least }) : bestPrecision(counts, { recall: least });
}
