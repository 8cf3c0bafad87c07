import type { DashboardSection } from '../src/contract/dashboard';
import { element } from './dom';

export interface Tab {
  readonly section: DashboardSection;
  readonly label: string;
  readonly content: HTMLElement;
}

export interface Tabs {
  readonly element: HTMLElement;
  show(section: DashboardSection): void;
}

/** Tabs with their panels. The arrow keys, Home and End go from tab to tab and show it. */
export function createTabs(tabs: readonly Tab[], onShow: (section: DashboardSection) => void): Tabs {
  const buttons = tabs.map(({ section, label }) =>
    element('button', { type: 'button', role: 'tab', id: `tab-${section}`, 'aria-controls': `panel-${section}` }, label),
  );
  const panels = tabs.map(({ section, content }) =>
    element('div', { role: 'tabpanel', id: `panel-${section}`, 'aria-labelledby': `tab-${section}`, class: 'panel' }, content),
  );
  const show = (section: DashboardSection): void => {
    tabs.forEach((tab, index) => {
      const isShown = tab.section === section;
      buttons[index]!.setAttribute('aria-selected', String(isShown));
      buttons[index]!.tabIndex = isShown ? 0 : -1;
      panels[index]!.hidden = !isShown;
    });
    onShow(section);
  };
  buttons.forEach((button, index) => {
    button.addEventListener('click', () => show(tabs[index]!.section));
    button.addEventListener('keydown', event => {
      const last = buttons.length - 1;
      const next = { ArrowRight: index === last ? 0 : index + 1, ArrowLeft: index === 0 ? last : index - 1, Home: 0, End: last }[event.key];
      if (next === undefined) return;
      buttons[next]!.focus();
      show(tabs[next]!.section);
      event.preventDefault();
    });
  });
  const list = element('div', { role: 'tablist', class: 'tabs', 'aria-label': 'Views of the run' }, buttons);
  return { element: element('div', { class: 'tabbed' }, list, panels), show };
}
