import { element } from '../../shared/dom';
import { createNumberField } from './numberField';
import { placeOf, SLIDER_STEPS, sliderTicks, thresholdAt } from './sliderScale';

export interface ThresholdSlider {
  readonly element: HTMLElement;
  /** @param inWords what it comes to, for those who listen */
  show(state: { readonly threshold: number; readonly mark: number; readonly inWords: string }): void;
}

/** Moves the threshold: by a slider with fine steps near its ends, or as a number that is typed. */
export function createThresholdSlider(onChange: (threshold: number) => void): ThresholdSlider {
  const slider = element('input', { type: 'range', min: '0', max: String(SLIDER_STEPS), step: '1', 'aria-label': 'Threshold' });
  slider.addEventListener('input', () => onChange(thresholdAt(slider.valueAsNumber)));
  const field = createNumberField({
    label: 'Threshold as a number',
    title: 'From 0 to 1; whatever has at least this probability is taken for the class',
    most: 1,
    onChange,
  });
  const mark = element('i', { class: 'thresholdMark', 'aria-hidden': 'true', title: 'The threshold that is compared with' });
  const ticks = sliderTicks.map(tick => place(element('span', {}, String(tick)), tick));
  return {
    element: element(
      'div',
      { class: 'thresholdSlider' },
      element('div', { class: 'thresholdTrack' }, slider, mark, element('div', { class: 'thresholdTicks', 'aria-hidden': 'true' }, ticks)),
      field.element,
    ),
    show: state => {
      const { threshold, inWords } = state;
      slider.value = String(placeOf(threshold));
      place(slider, threshold);
      slider.setAttribute('aria-valuetext', `${threshold}, ${inWords}`);
      field.show(threshold);
      place(mark, state.mark);
    },
  };
}

/** Has something stand at the place of a threshold; the style sheet knows how far the slider's knob goes. */
function place<T extends HTMLElement>(of: T, threshold: number): T {
  of.style.setProperty('--place', (placeOf(threshold) / SLIDER_STEPS).toFixed(4));
  return of;
}
