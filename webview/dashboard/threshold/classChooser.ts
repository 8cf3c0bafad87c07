import type { DrawableCurves } from '../../../src/contract/inspection';
import { element, fill } from '../../shared/dom';
import { classInWords } from '../../../src/wording/classInWords';
import type { ThresholdView } from './thresholdView';

export type ChosenCurve = ThresholdView['of'];

export interface ClassChooser {
  readonly element: HTMLElement;
  show(curves: DrawableCurves, names: readonly string[], chosen: ChosenCurve): void;
}

/** Chooses the class that is told from the rest, or a mean over all classes. */
export function createClassChooser(onChange: (of: ChosenCurve) => void): ClassChooser {
  const select = element('select', { class: 'dropdown', 'aria-label': 'Curves of' });
  select.addEventListener('change', () => onChange(chosenIn(select.value)));
  return {
    element: select,
    show: ({ classes }, names, chosen) => {
      const option = (value: ChosenCurve, label: string): HTMLElement => element('option', { value: String(value) }, label);
      fill(
        select,
        element(
          'optgroup',
          { label: 'One class' },
          classes.map(({ counts }, of) => option(of, `${chosenInWords(of, names)}${counts.positives === 0 ? ' (no images)' : ''}`)),
        ),
        element(
          'optgroup',
          { label: 'All classes' },
          option('macro', chosenInWords('macro', names)),
          option('micro', chosenInWords('micro', names)),
        ),
      );
      select.value = String(chosen);
    },
  };
}

/** `class 4 against the rest` */
export function chosenInWords(of: ChosenCurve, names: readonly string[]): string {
  if (of === 'macro') return 'macro: mean of the classes';
  if (of === 'micro') return 'micro: all classes pooled';
  return `${classInWords(names[of] ?? String(of))} against the rest`;
}

function chosenIn(value: string): ChosenCurve {
  return value === 'macro' || value === 'micro' ? value : Number(value);
}
