import { element } from '../../shared/dom';
import { createSegments } from '../../shared/segments';
import { asUsual, type ThresholdView } from './thresholdView';

export interface PartChooser {
  readonly element: HTMLElement;
  show(view: Pick<ThresholdView, 'isZoomed' | 'parts'>): void;
}

/** Chooses what the curves show: the corner where good classifiers are, or all; and takes back a free zoom. */
export function createPartChooser(onChange: (changes: Partial<ThresholdView>) => void): PartChooser {
  const reset = element('button', { type: 'button', class: 'textButton', hidden: '' }, 'Reset zoom');
  const choice = createSegments<'zoomed' | 'whole'>({
    label: 'Part of the curves',
    options: [
      { value: 'zoomed', label: 'Zoomed' },
      { value: 'whole', label: '0–1' },
    ],
    value: 'zoomed',
    onChange: value => onChange({ isZoomed: value === 'zoomed', parts: asUsual }),
  });
  let shown: string | undefined;
  const inputs = [...choice.querySelectorAll('input')];
  // What is chosen already is meant all the same where it is not seen.
  for (const input of inputs) {
    input.addEventListener('click', () => {
      if (input.value === shown && !reset.hidden) onChange({ parts: asUsual });
    });
  }
  reset.addEventListener('click', () => {
    inputs.find(({ checked }) => checked)?.focus();
    onChange({ parts: asUsual });
  });
  return {
    element: element('div', { class: 'partChooser' }, reset, choice),
    show: ({ isZoomed, parts }) => {
      shown = isZoomed ? 'zoomed' : 'whole';
      for (const input of inputs) input.checked = input.value === shown;
      reset.hidden = parts.roc === null && parts.precisionRecall === null;
    },
  };
}
