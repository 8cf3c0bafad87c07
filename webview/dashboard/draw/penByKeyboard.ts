import { element, setText } from '../../shared/dom';
import type { Drawing } from './drawing';
import { SHEET, type Place } from './layers';

/** A model's image of 28 pixels has one for every so many units. */
const STEP = 10;
const LARGE_STEP = 40;

const directions: Readonly<Record<string, Place>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

/** A pen that the keys move: arrows, two of them at once for a slanted line; Space puts it down and lifts it; Delete clears the sheet. */
export function penByKeyboard(canvas: HTMLCanvasElement, drawing: Drawing): { readonly element: HTMLElement } {
  const cursor = element('div', { class: 'penCursor', hidden: '' });
  const said = element('span', { class: 'visuallyHidden', role: 'status' });
  const held = new Set<string>();
  let at: Place = { x: SHEET / 2, y: SHEET / 4 };
  let goTo: ((place: Place) => void) | undefined;

  const show = (): void => {
    cursor.hidden = false;
    cursor.classList.toggle('down', goTo !== undefined);
    cursor.style.left = `${(100 * at.x) / SHEET}%`;
    cursor.style.top = `${(100 * at.y) / SHEET}%`;
  };
  const lift = (): void => {
    if (goTo) setText(said, 'Pen up');
    goTo = undefined;
  };
  const put = (): void => {
    goTo = drawing.begin(at);
    setText(said, 'Pen down');
  };
  const move = (step: number): void => {
    const moves = [...held].map(key => directions[key]!);
    const along = (axis: 'x' | 'y'): number => {
      const by = moves.reduce((sum, one) => sum + one[axis], 0) * step;
      return Math.min(SHEET, Math.max(0, at[axis] + by));
    };
    at = { x: along('x'), y: along('y') };
    goTo?.(at);
  };

  canvas.addEventListener('keydown', event => {
    const { key, shiftKey, ctrlKey, metaKey, altKey, repeat } = event;
    if (altKey) return;
    const isCommand = ctrlKey || metaKey;
    if (!isCommand && directions[key]) {
      held.add(key);
      move(shiftKey ? LARGE_STEP : STEP);
    } else if (!isCommand && key === ' ') {
      if (!repeat) (goTo ? lift : put)();
    } else if (!isCommand && (key === 'Delete' || key === 'Backspace')) {
      lift();
      drawing.clear();
    } else if (isCommand && key === 'z') {
      lift();
      drawing.undo();
    } else if (key === 'Escape' && goTo) lift();
    else return;
    event.preventDefault();
    // The editor has keys of the same names.
    event.stopPropagation();
    show();
  });
  canvas.addEventListener('keyup', ({ key }) => held.delete(key));
  canvas.addEventListener('focus', () => {
    if (canvas.matches(':focus-visible')) show();
  });
  canvas.addEventListener('blur', () => {
    lift();
    held.clear();
    cursor.hidden = true;
  });
  canvas.addEventListener('pointerdown', () => {
    lift();
    cursor.hidden = true;
  });
  return { element: element('div', { class: 'penLayer' }, cursor, said) };
}
