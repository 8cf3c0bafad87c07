import { element } from './dom';

export interface Segments<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

let made = 0;

/** A choice of one out of few, all of them to be seen: radio buttons in a row. The arrow keys change it. */
export function createSegments<T extends string>({ label, options, value, onChange }: Segments<T>): HTMLElement {
  const name = `segments-${++made}`;
  const choices = options.map(option => {
    const input = element('input', { type: 'radio', name, value: option.value, class: 'visuallyHidden' });
    input.checked = option.value === value;
    input.addEventListener('change', () => onChange(option.value));
    return element('label', {}, input, element('span', {}, option.label));
  });
  return element('div', { class: 'segments', role: 'radiogroup', 'aria-label': label }, choices);
}
