import { element, fill } from './dom';

export interface Choice {
  readonly element: HTMLElement;
  /** Shows what there is to choose from, and what is chosen. */
  show(options: readonly { readonly value: string; readonly label: string }[], value: string): void;
}

/** A list of which one is chosen, with its name before it. */
export function createChoice(label: string, onChange: (value: string) => void): Choice {
  const select = element('select', { 'aria-label': label });
  select.addEventListener('change', () => onChange(select.value));
  let shown = '';
  return {
    element: element('label', { class: 'choice' }, element('span', { 'aria-hidden': 'true' }, label), select),
    show(options, value) {
      const now = JSON.stringify(options);
      if (now !== shown) {
        shown = now;
        fill(
          select,
          options.map(option => element('option', { value: option.value }, option.label)),
        );
      }
      if (select.value !== value) select.value = value;
    },
  };
}
