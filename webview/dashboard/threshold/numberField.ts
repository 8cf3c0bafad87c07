import { element } from '../../shared/dom';

export interface NumberField {
  readonly element: HTMLInputElement;
  show(value: number): void;
}

export interface NumberFieldOptions {
  readonly label: string;
  readonly title: string;
  /** The least is 0. */
  readonly most: number;
  readonly onChange: (value: number) => void;
}

/** A number that is typed: it counts with Enter, or when the field is left; what is none is marked, and put back with Escape. */
export function createNumberField({ label, title, most, onChange }: NumberFieldOptions): NumberField {
  const input = element('input', {
    type: 'text',
    inputmode: 'decimal',
    class: 'numberField',
    'aria-label': label,
    title,
    autocomplete: 'off',
  });
  let shown = 0;
  const write = (): void => {
    input.value = String(shown);
    input.removeAttribute('aria-invalid');
  };
  const typed = (): number => (input.value.trim() === '' ? NaN : Number(input.value.replace(',', '.')));
  const isValid = (value: number): boolean => value >= 0 && value <= most;
  input.addEventListener('input', () => {
    if (isValid(typed())) input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
  });
  input.addEventListener('change', () => {
    const value = typed();
    if (!isValid(value)) return;
    shown = value;
    write();
    onChange(value);
  });
  input.addEventListener('blur', () => {
    if (!isValid(typed())) write();
  });
  input.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    write();
    event.preventDefault();
  });
  return {
    element: input,
    show: value => {
      // What comes while a person types, such as the counts of another class, leaves the text alone.
      const isBeingTyped = document.activeElement === input && (Number(input.value) === value || input.value !== String(shown));
      shown = value;
      if (!isBeingTyped) write();
    },
  };
}
