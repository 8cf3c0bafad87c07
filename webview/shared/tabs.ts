import { element } from './dom';

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly content: HTMLElement;
}

export interface Tabs<Name extends string> {
  readonly element: HTMLElement;
  show(name: Name): void;
}

/** Tabs with their panels. The arrow keys, Home and End go from tab to tab and show it. */
export function createTabs<Name extends string>(label: string, tabs: readonly Tab<Name>[], onShow: (name: Name) => void): Tabs<Name> {
  const buttons = tabs.map(({ name, label }) =>
    element('button', { type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': `panel-${name}` }, label),
  );
  const panels = tabs.map(({ name, content }) =>
    element('div', { role: 'tabpanel', id: `panel-${name}`, 'aria-labelledby': `tab-${name}`, class: 'panel' }, content),
  );
  const show = (name: Name): void => {
    tabs.forEach((tab, index) => {
      const isShown = tab.name === name;
      buttons[index]!.setAttribute('aria-selected', String(isShown));
      buttons[index]!.tabIndex = isShown ? 0 : -1;
      panels[index]!.hidden = !isShown;
    });
    onShow(name);
  };
  buttons.forEach((button, index) => {
    button.addEventListener('click', () => show(tabs[index]!.name));
    button.addEventListener('keydown', event => {
      const last = buttons.length - 1;
      const next = { ArrowRight: index === last ? 0 : index + 1, ArrowLeft: index === 0 ? last : index - 1, Home: 0, End: last }[event.key];
      if (next === undefined) return;
      buttons[next]!.focus();
      show(tabs[next]!.name);
      event.preventDefault();
    });
  });
  const list = element('div', { role: 'tablist', class: 'tabs', 'aria-label': label }, buttons);
  return { element: element('div', { class: 'tabbed' }, list, panels), show };
}
