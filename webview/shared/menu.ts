import { element, fill, icon } from './dom';

export interface MenuItem {
  readonly label: string;
  readonly icon: string;
  readonly act: () => void;
  /** Only where the page is so narrow that the button for it is not shown. */
  readonly whenNarrow?: true;
}

/** A button `…` with a menu below it. Arrow keys, Home and End go through the items; Escape and Tab close it. */
export function createMenu(label: string, items: () => readonly MenuItem[]): HTMLElement {
  const button = element('button', {
    type: 'button',
    class: 'iconButton',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    title: label,
  });
  button.append(icon('ellipsis'), element('span', { class: 'visuallyHidden' }, label));
  const list = element('div', { class: 'menuList', role: 'menu', 'aria-label': label, hidden: '' });
  const menu = element('div', { class: 'menu' }, button, list);
  const close = (): void => {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
  };
  const open = (): void => {
    fill(
      list,
      items().map(item => {
        const entry = element('button', {
          type: 'button',
          role: 'menuitem',
          tabindex: '-1',
          class: item.whenNarrow ? 'whenNarrow' : undefined,
        });
        entry.append(icon(item.icon), item.label);
        entry.addEventListener('click', () => {
          close();
          button.focus();
          item.act();
        });
        return entry;
      }),
    );
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    shownItems(list)[0]?.focus();
  };
  button.addEventListener('click', () => (list.hidden ? open() : close()));
  list.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      close();
      button.focus();
      event.preventDefault();
      return;
    }
    const entries = shownItems(list);
    const now = entries.findIndex(entry => entry === document.activeElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1 + entries.length, Home: 0, End: entries.length - 1 }[event.key];
    if (next === undefined) return;
    entries[next % entries.length]?.focus();
    event.preventDefault();
  });
  menu.addEventListener('focusout', ({ relatedTarget }) => {
    if (!menu.contains(relatedTarget as Node | null)) close();
  });
  return menu;
}

function shownItems(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[role=menuitem]')].filter(entry => entry.offsetParent !== null);
}
