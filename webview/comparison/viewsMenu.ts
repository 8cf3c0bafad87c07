import type { TableView } from '../../src/contract/comparison';
import { element, fill, icon, setText } from '../shared/dom';
import { send } from './host';
import type { PageView } from './pageView';
import type { Shown } from './shown';
import type { Part } from './toolbar';

/** Views of the table that were given a name: columns, filter, order, groups and baseline. They belong to the workspace. */
export function createViewsMenu(view: PageView): Part {
  const button = element(
    'button',
    { type: 'button', class: 'textButton', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
    icon('bookmark'),
    'Views',
  );
  const name = element('input', { type: 'text', 'aria-label': 'Name of the view', placeholder: 'Name', maxlength: '200' });
  const save = element('button', { type: 'submit', class: 'textButton' }, 'Save this view');
  const form = element('form', { class: 'saveView' }, name, save);
  const list = element('ul', { class: 'viewList' });
  const none = element('p', { class: 'muted' }, 'A view keeps the columns, the filter, the order, the groups and the baseline.');
  const box = element('div', { class: 'popup', role: 'dialog', 'aria-label': 'Saved views', hidden: '' }, form, none, list);
  const root = element('div', { class: 'menu' }, button, box);
  const told = element('p', { class: 'visuallyHidden', role: 'status' });
  root.append(told);
  let shown: Shown | undefined;
  let drawn: unknown;

  const close = (isReturning = false): void => {
    box.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    if (isReturning) button.focus();
  };
  const apply = ({ columns, filter, sort, grouping, baseline }: TableView): void =>
    view.set({ columns, filter, sort, grouping, ...(baseline !== undefined && { baseline }) });
  button.addEventListener('click', () => {
    if (!box.hidden) return close();
    box.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    (list.querySelector<HTMLElement>('button') ?? name).focus();
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    const text = name.value.trim();
    if (text === '') return name.focus();
    const { columns, filter, sort, grouping, baseline } = view.now;
    send({ type: 'saveView', view: { name: text, columns: columns ?? shown?.columns ?? null, filter, sort, grouping, baseline } });
    setText(told, `The view ${text} is saved.`);
    name.value = '';
  });
  box.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    close(true);
    event.preventDefault();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!root.contains(target as Node)) close();
  });
  return {
    element: root,
    update(now) {
      shown = now;
      if (drawn === now.state.views) return;
      drawn = now.state.views;
      fill(
        list,
        now.state.views.map(one => {
          const use = element('button', { type: 'button', class: 'useView', title: one.filter || undefined }, one.name);
          use.addEventListener('click', () => {
            apply(one);
            setText(told, `The view ${one.name} is shown.`);
            close(true);
          });
          const remove = element(
            'button',
            { type: 'button', class: 'iconButton', 'aria-label': `Delete the view ${one.name}`, title: 'Delete' },
            icon('trash'),
          );
          remove.addEventListener('click', () => {
            send({ type: 'deleteView', name: one.name });
            name.focus();
          });
          return element('li', {}, use, remove);
        }),
      );
    },
  };
}
