import { element, icon, setText } from '../dom';
import { createSegments, type Segments } from '../segments';

export interface CurveControlsOptions<XUnit extends string> {
  readonly xAxis: Omit<Segments<XUnit>, 'label'>;
  readonly smoothing: { readonly value: number; readonly most: number; readonly onChange: (smoothing: number) => void };
  readonly onReset: () => void;
}

export interface CurveControls {
  readonly element: HTMLElement;
  /** What is shown of the horizontal axis, in words; undefined if it is all. */
  show(range: string | undefined): void;
}

/** What applies to all charts of a page: how smooth their curves are, what their horizontal axis counts, and the way back from a zoom. */
export function createCurveControls<XUnit extends string>({ xAxis, smoothing, onReset }: CurveControlsOptions<XUnit>): CurveControls {
  const range = element('span', { class: 'muted' });
  const reset = element('button', { type: 'button', class: 'textButton', title: 'Show the whole run (double click, or 0)' });
  reset.append(icon('screen-normal'), 'Reset zoom');
  reset.addEventListener('click', onReset);
  const zoom = element('div', { class: 'zoomed', hidden: '' }, range, reset);
  const hint = element('span', { class: 'muted zoomHint' }, 'Drag across a chart to zoom in');
  return {
    element: element(
      'div',
      { class: 'curveControls', role: 'group', 'aria-label': 'Curves' },
      smoothingSlider(smoothing),
      element(
        'div',
        { class: 'control' },
        element('span', { 'aria-hidden': 'true' }, 'X axis'),
        createSegments({ ...xAxis, label: 'X axis' }),
      ),
      element('div', { class: 'zoomState' }, hint, zoom),
    ),
    show: words => {
      // The button goes with the zoom; who has pressed it stays among the controls.
      if (words === undefined && document.activeElement === reset) firstChoice(zoom)?.focus();
      zoom.hidden = words === undefined;
      hint.hidden = words !== undefined;
      setText(range, words ?? '');
    },
  };
}

function firstChoice(inside: HTMLElement): HTMLElement | null | undefined {
  return inside.closest('.curveControls')?.querySelector<HTMLElement>('input:checked');
}

function smoothingSlider({ value, most, onChange }: CurveControlsOptions<string>['smoothing']): HTMLElement {
  const slider = element('input', { type: 'range', min: '0', max: String(most), step: '0.01', 'aria-label': 'Smoothing' });
  slider.value = String(value);
  const figure = element('output', {}, value.toFixed(2));
  slider.addEventListener('input', () => {
    setText(figure, slider.valueAsNumber.toFixed(2));
    onChange(slider.valueAsNumber);
  });
  const title = 'Exponential moving average: 0 shows the curves as they were measured';
  return element('label', { class: 'control', title }, element('span', { 'aria-hidden': 'true' }, 'Smoothing'), slider, figure);
}
