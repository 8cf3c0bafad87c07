import type { Point } from '../../../src/report/points';
import type { RunLook } from '../../../src/report/runLooks';
import { element, fill, icon, setText, spoken } from '../../shared/dom';
import { createRovingFocus } from '../../shared/rovingFocus';
import { swatchOf } from '../table/runTable';

/** A run or group as the list of curves has it. */
export interface RunKey {
  readonly key: string;
  readonly label: string;
  readonly look: RunLook;
  readonly isOff: boolean;
  readonly isHighlighted: boolean;
  /** The last value, in words. */
  readonly value: string;
  readonly last: Point | undefined;
}

export interface RunKeys {
  readonly element: HTMLElement;
  show(keys: readonly RunKey[]): void;
}

export interface RunKeyActions {
  readonly onToggle: (key: string) => void;
  readonly onHover: (key: string | null) => void;
}

/** The names of the curves beside them, the best at the top: each switches its curve off and on, and highlights it. One stop of the Tab key. */
export function createRunKeys({ onToggle, onHover }: RunKeyActions): RunKeys {
  const root = element('div', { class: 'runKeys', role: 'group', 'aria-label': 'Curves' });
  const roving = createRovingFocus(root);
  /** One that is there stays: a press of the mouse that has begun on it comes to its end there. */
  const made = new Map<string, { readonly looks: string; readonly button: HTMLElement; readonly value: HTMLElement }>();
  let order = '';
  root.addEventListener('pointerleave', () => onHover(null));
  root.addEventListener('focusout', () => onHover(null));
  return {
    element: root,
    show(keys) {
      const entries = keys.map(one => {
        const looks = JSON.stringify([one.label, one.look]);
        const known = made.get(one.key);
        const entry = known?.looks === looks ? known : { looks, ...buttonOf(one, { onToggle, onHover }) };
        made.set(one.key, entry);
        setText(entry.value, one.value);
        entry.button.setAttribute('aria-pressed', String(!one.isOff));
        entry.button.classList.toggle('highlighted', one.isHighlighted);
        return entry;
      });
      const buttons = entries.map(({ button }) => button);
      const now = entries.map(({ looks }, i) => `${keys[i]!.key} ${looks}`).join('\n');
      if (now === order) return;
      order = now;
      const focused = document.activeElement;
      fill(root, buttons);
      roving.setCells(buttons.map(button => [button]));
      if (buttons.some(button => button === focused)) (focused as HTMLElement).focus();
      const there = new Set(keys.map(({ key }) => key));
      for (const key of made.keys()) if (!there.has(key)) made.delete(key);
    },
  };
}

function buttonOf(
  { key, label, look }: RunKey,
  { onToggle, onHover }: RunKeyActions,
): { readonly button: HTMLElement; readonly value: HTMLElement } {
  const value = element('span', { class: 'value' });
  const button = element(
    'button',
    { type: 'button', class: 'runKey', title: label, 'data-key': key },
    swatchOf(look),
    element('span', { class: 'name' }, label),
    icon('eye-closed'),
    spoken(', last value '),
    value,
  );
  button.addEventListener('click', () => onToggle(key));
  button.addEventListener('pointerenter', () => onHover(key));
  button.addEventListener('focus', () => onHover(key));
  return { button, value };
}
