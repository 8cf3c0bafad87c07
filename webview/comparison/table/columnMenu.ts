import { choosableColumns } from '../../../src/experiment/comparison/columns';
import { element, fill, icon, setText } from '../../shared/dom';
import type { PageView } from '../pageView';
import type { Shown } from '../shown';
import { deltaOf, metricOfDelta } from './deltas';
import { headOf } from './gridColumns';
import { moved } from './moved';

/** Every column that can be chosen: of a metric also its differences against the baseline. */
const choices: readonly { readonly key: string; readonly label: string }[] = choosableColumns.flatMap(column => {
  const own = { key: column.name, label: headOf(column) };
  return column.content.kind === 'metric' ? [own, { key: deltaOf(column.name), label: `Δ ${headOf(column)}` }] : [own];
});

export interface ColumnMenu {
  readonly element: HTMLElement;
  update(shown: Shown): void;
}

/** Chooses the columns of the table and their order: a box for each, those that are shown first; Shift with an arrow key moves one. */
export function createColumnMenu(view: PageView): ColumnMenu {
  const count = element('span');
  const button = element(
    'button',
    { type: 'button', class: 'textButton', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
    icon('list-selection'),
    count,
  );
  const list = element('ul', { class: 'columnList' });
  const reset = element('button', { type: 'button', class: 'textButton' }, 'Those that vary');
  const all = element('button', { type: 'button', class: 'textButton' }, 'All');
  const box = element(
    'div',
    { class: 'popup', role: 'dialog', 'aria-label': 'Columns', hidden: '' },
    element('div', { class: 'popupHead' }, reset, all),
    element('p', { class: 'muted' }, 'Shift with an arrow key moves a column; so does dragging its head.'),
    list,
  );
  const root = element('div', { class: 'menu columnMenu' }, button, box);
  let shown: Shown | undefined;
  let drawn = '';

  const names = (): readonly string[] => shown?.columns ?? [];
  const draw = (focused?: string): void => {
    drawn = names().join('\n');
    const rest = choices.filter(({ key }) => !names().includes(key));
    const chosen = names().flatMap(key => choices.find(choice => choice.key === key) ?? []);
    const entries = [...chosen.map(one => ({ ...one, isShown: true })), ...rest.map(one => ({ ...one, isShown: false }))];
    fill(
      list,
      entries.map(({ key, label, isShown }) => {
        const input = element('input', { type: 'checkbox', 'data-key': key });
        input.checked = isShown;
        input.addEventListener('change', () => {
          view.set({ columns: input.checked ? [...names(), key] : names().filter(name => name !== key) });
        });
        const metric = metricOfDelta(key);
        const title = metric === undefined ? key : `${metric}, less that of the baseline`;
        return element('li', {}, element('label', { title }, input, label));
      }),
    );
    if (focused !== undefined) list.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  };
  const close = (): void => {
    box.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  };
  button.addEventListener('click', () => {
    if (!box.hidden) return close();
    box.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    draw();
    list.querySelector<HTMLElement>('input')?.focus();
  });
  reset.addEventListener('click', () => view.set({ columns: null }));
  all.addEventListener('click', () =>
    view.set({ columns: [...names(), ...choices.map(({ key }) => key).filter(key => !names().includes(key))] }),
  );
  box.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      close();
      button.focus();
      return event.preventDefault();
    }
    const key = (event.target as HTMLElement).dataset['key'];
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (key === undefined || by === undefined) return;
    event.preventDefault();
    if (event.shiftKey) {
      const next = moved(names(), key, names().indexOf(key) + by);
      if (next) view.set({ columns: next });
      return draw(key);
    }
    const inputs = [...list.querySelectorAll<HTMLElement>('input')];
    inputs[inputs.indexOf(event.target as HTMLElement) + by]?.focus();
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget !== null && !root.contains(relatedTarget as Node)) close();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!root.contains(target as Node)) close();
  });
  return {
    element: root,
    update(now) {
      shown = now;
      setText(count, `Columns ${now.columns.length}`);
      if (box.hidden || now.columns.join('\n') === drawn) return;
      draw((document.activeElement as HTMLElement | null)?.dataset['key']);
    },
  };
}
