import type { RecordedKey } from '../../../src/contract/recorded';
import { counted, grouped } from '../../../src/util/format';
import { element, icon, setText } from '../../shared/dom';
import type { ScalarSlot } from './scalarSlot';

export interface GroupSectionOptions {
  readonly heading: string;
  /** `metric`; of the machine `figure`. */
  readonly what: string;
  /** The slot of a key, the same as long as there is one. */
  readonly slotOf: (key: RecordedKey) => ScalarSlot;
  /** Charts came, or are gone. */
  readonly onChange: () => void;
  readonly onToggle: () => void;
}

export interface GroupSection {
  readonly element: HTMLElement;
  /** The slots that are there: none while it is folded. */
  readonly slots: readonly ScalarSlot[];
  show(keys: readonly RecordedKey[], isOpen: boolean): void;
}

/** More charts than these come when they are asked for. */
const AT_ONCE = 60;

let made = 0;

/** The charts of the keys with one heading, which folds them. */
export function createGroupSection({ heading, what, slotOf, onChange, onToggle }: GroupSectionOptions): GroupSection {
  const id = `group-${++made}`;
  const count = element('span', { class: 'muted' });
  const chevron = element('span', { class: 'chevron', 'aria-hidden': 'true' }, icon('chevron-right'));
  const button = element(
    'button',
    { type: 'button', class: 'groupHead', 'aria-controls': id },
    chevron,
    element('span', {}, heading),
    ' ',
    count,
  );
  button.addEventListener('click', onToggle);
  const charts = element('div', { class: 'scalarCharts' });
  const more = element('button', { type: 'button', class: 'textButton', hidden: '' });
  const content = element('div', { id, class: 'groupContent', hidden: '' }, charts, more);
  let most = AT_ONCE;
  let slots: readonly ScalarSlot[] = [];
  let keys: readonly RecordedKey[] = [];
  let isOpen = false;

  const show = (): void => {
    const shown = isOpen ? keys.slice(0, most) : [];
    button.setAttribute('aria-expanded', String(isOpen));
    content.hidden = !isOpen;
    setText(count, counted(keys.length, what));
    const left = keys.length - shown.length;
    more.hidden = !isOpen || left === 0;
    setText(more, `Show ${grouped(Math.min(left, AT_ONCE))} more of ${grouped(left)}`);
    const now = shown.map(key => {
      const slot = slotOf(key);
      slot.describe(key);
      return slot;
    });
    // What stays keeps its place and its focus.
    if (now.length === slots.length && now.every((slot, i) => slot === slots[i])) return;
    now.forEach((slot, i) => {
      const at = charts.children[i];
      if (at !== slot.element) charts.insertBefore(slot.element, at ?? null);
    });
    while (charts.children.length > now.length) charts.lastElementChild!.remove();
    slots = now;
    onChange();
  };
  more.addEventListener('click', () => {
    const first = slots.length;
    most += AT_ONCE;
    show();
    // The button may be gone; who pressed it goes on at what it brought.
    slots[first]?.element.scrollIntoView({ block: 'nearest' });
    if (more.hidden) button.focus();
  });
  return {
    element: element('section', { class: 'scalarGroup', 'aria-label': heading }, element('h2', {}, button), content),
    get slots() {
      return slots;
    },
    show(now, open) {
      [keys, isOpen] = [now, open];
      show();
    },
  };
}
