import { element, icon } from '../../shared/dom';

export interface SearchBoxOptions {
  readonly label: string;
  readonly placeholder: string;
  readonly value?: string;
  /** The id of what says how much was found. */
  readonly describedBy?: string;
  readonly onChange: (value: string) => void;
}

export interface SearchBox {
  readonly element: HTMLElement;
  readonly value: string;
  /** Shows what is searched now. */
  show(value: string): void;
}

/** A box to search in; Escape empties it. */
export function createSearchBox({ label, placeholder, value = '', describedBy, onChange }: SearchBoxOptions): SearchBox {
  const input = element('input', {
    type: 'search',
    class: 'searchInput',
    spellcheck: 'false',
    placeholder,
    'aria-label': label,
    'aria-describedby': describedBy,
  });
  input.value = value;
  input.addEventListener('input', () => onChange(input.value));
  input.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || input.value === '') return;
    input.value = '';
    onChange('');
    event.preventDefault();
  });
  return {
    element: element('span', { class: 'searchBox' }, icon('search'), input),
    get value() {
      return input.value;
    },
    show(now) {
      if (input.value !== now) input.value = now;
    },
  };
}
