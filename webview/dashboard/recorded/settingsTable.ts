import type { RecordedSetting } from '../../../src/contract/recorded';
import { counted } from '../../../src/util/format';
import { element, fill, setText } from '../../shared/dom';
import { createSearchBox } from './searchBox';

export interface SettingsTable {
  readonly element: HTMLElement;
  show(settings: readonly RecordedSetting[]): void;
}

/** Fewer need no search. */
const MANY = 10;

/** Names with their values, which can be searched: all settings, or the summary. @param empty what stands there if there are none */
export function createSettingsTable(title: string, empty: string): SettingsTable {
  const id = `recorded-${title.toLowerCase()}`;
  const count = element('span', { class: 'muted' });
  const rows = element('tbody');
  const nothing = element('p', { class: 'muted' }, empty);
  const head = element('tr', {}, element('th', { scope: 'col' }, 'Name'), element('th', { scope: 'col' }, 'Value'));
  const table = element(
    'table',
    { class: 'settingsTable' },
    element('caption', { class: 'visuallyHidden' }, title),
    element('thead', {}, head),
    rows,
  );
  const scroller = element('div', { class: 'scroller settingsScroller', tabindex: '0', role: 'group', 'aria-label': title }, table);
  let all: readonly RecordedSetting[] | undefined;
  const showFound = (): void => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const settings = all ?? [];
    const found = settings.filter(one => words.every(word => `${one.name} ${one.value}`.toLowerCase().includes(word)));
    fill(
      rows,
      found.map(({ name, value }) => element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, value))),
    );
    search.element.hidden = settings.length < MANY;
    scroller.hidden = settings.length === 0;
    nothing.hidden = settings.length > 0;
    setText(
      count,
      settings.length === 0 ? '' : words.length > 0 ? `${found.length} of ${settings.length}` : counted(settings.length, 'value'),
    );
  };
  const search = createSearchBox({ label: `Search ${title.toLowerCase()}`, placeholder: 'Search', onChange: showFound });
  return {
    element: element(
      'section',
      { class: 'card', 'aria-labelledby': id },
      element('div', { class: 'cardHead' }, element('h2', { id }, title), count, element('div', { class: 'tools' }, search.element)),
      scroller,
      nothing,
    ),
    show(settings) {
      // What is selected in it stays while it is the same.
      if (all && JSON.stringify(all) === JSON.stringify(settings)) return;
      all = settings;
      showFound();
    },
  };
}
