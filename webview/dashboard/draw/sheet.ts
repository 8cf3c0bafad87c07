import { element } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';
import { onThemeChange } from '../../shared/theme';
import { Drawing, paintStrokes } from './drawing';
import { SHEET, type Layer, type Place } from './layers';
import { inkInColour } from './paper';
import { penByKeyboard } from './penByKeyboard';

export interface SheetOptions {
  /** What is on it is another. */
  readonly onChange: () => void;
  /** What is on it at first. */
  readonly before: readonly Layer[];
  /** The id of what says how to draw. */
  readonly describedBy: string;
}

export interface Sheet {
  readonly element: HTMLElement;
  readonly drawing: Drawing;
  /** What takes the keys. */
  readonly canvas: HTMLCanvasElement;
}

/** Pixels for a unit: sharp on dense screens. */
const SCALE = 2;

/** The sheet to draw on: with the mouse, a pen, a finger, or the keyboard. */
export function createSheet({ onChange, before, describedBy }: SheetOptions): Sheet {
  const canvas = element('canvas', {
    class: 'sheet',
    width: String(SHEET * SCALE),
    height: String(SHEET * SCALE),
    tabindex: '0',
    // Its keys draw; a reader that waits for text would keep them.
    role: 'application',
    'aria-roledescription': 'sheet to draw on',
    'aria-label': 'Sheet',
    'aria-describedby': describedBy,
  });
  const context = canvas.getContext('2d');
  const paint = oncePerFrame(() => {
    if (!context) return;
    const ink = getComputedStyle(canvas).color;
    context.clearRect(0, 0, canvas.width, canvas.height);
    for (const layer of drawing.all)
      if (layer.kind === 'picture') context.drawImage(inkInColour(layer.ink, ink), 0, 0, canvas.width, canvas.height);
    context.strokeStyle = ink;
    paintStrokes(context, drawing.all, SCALE);
  });
  const drawing = new Drawing(() => {
    paint();
    onChange();
  }, before);
  paint();
  onThemeChange(paint);
  drawByPointer(canvas, drawing);
  const pen = penByKeyboard(canvas, drawing);
  return { element: element('div', { class: 'sheetFrame' }, canvas, pen.element), drawing, canvas };
}

function drawByPointer(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const placeOf = ({ clientX, clientY }: PointerEvent): Place => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { x: ((clientX - left) / width) * SHEET, y: ((clientY - top) / height) * SHEET };
  };
  let line: { readonly pointer: number; readonly goTo: (place: Place) => void } | undefined;
  canvas.addEventListener('pointerdown', event => {
    // A palm that rests beside the pen draws nothing.
    if (line || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    line = { pointer: event.pointerId, goTo: drawing.begin(placeOf(event)) };
  });
  canvas.addEventListener('pointermove', event => {
    if (line?.pointer !== event.pointerId) return;
    // A fast hand makes more of them than there are frames.
    const moves = event.getCoalescedEvents();
    for (const one of moves.length > 0 ? moves : [event]) line.goTo(placeOf(one));
  });
  const end = ({ pointerId }: PointerEvent): void => {
    if (line?.pointer === pointerId) line = undefined;
  };
  canvas.addEventListener('pointerup', end);
  canvas.addEventListener('pointercancel', end);
}
