import { mnistFormat } from '../../../src/contract/network';
import type { DashboardState } from '../../../src/contract/dashboard';
import type { ReadDrawing } from '../../../src/contract/inspection';
import { asDigit } from '../../../src/util/drawing/asDigit';
import { withoutModelInWords } from '../../../src/wording/withoutModelInWords';
import { element, icon, setText } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';
import { keptDrawing, layersOf } from '../draw/keptDrawing';
import { createPaper } from '../draw/paper';
import { takePictures } from '../draw/pictures';
import { createPredictions, predictionsInWords } from '../draw/predictions';
import { Reading } from '../draw/reading';
import { createSeen } from '../draw/seen';
import { createSheet } from '../draw/sheet';
import { remember, remembered } from '../remembered';
import type { View } from './view';

/** The answer is said when nothing more is drawn for so long: not at every stroke. */
const PAUSE_MS = 1_000;
/** The drawing is kept when it was not changed for so long. */
const KEEP_MS = 200;

/** A sheet to draw on, and what the model of the run and those of others take the drawing for. */
export function createDrawView(): View {
  const title = element('h2', { id: 'drawTitle' }, 'Draw a digit');
  const readTitle = element('h2', { id: 'readTitle' }, 'What the models read');
  const hint = element(
    'p',
    { class: 'muted drawHint', id: 'drawHint' },
    'Draw with the mouse, a pen or a finger, paste a picture, or drop one while Shift is held. With the keyboard: the arrow keys move the pen, by more with Shift; Space puts it down and lifts it; Ctrl+Z takes the last line back, Delete clears the sheet.',
  );
  const without = element('p', { class: 'drawWithout', hidden: '' });
  const trouble = element('p', { class: 'drawTrouble', role: 'alert' });
  const said = element('p', { class: 'visuallyHidden', role: 'status' });
  const before = element('p', { class: 'muted' }, 'Nothing is drawn yet.');
  const predictions = createPredictions(readTitle.id);
  const seen = createSeen();
  const paper = createPaper();
  let image: { readonly height: number; readonly width: number } = mnistFormat;
  let runId: string | undefined;
  let hadModel = false;
  let cancelPause = (): void => undefined;

  const show = (read: ReadDrawing | undefined): void => {
    before.hidden = read !== undefined;
    predictions.show(read);
    cancelPause();
    const pause = setTimeout(() => setText(said, predictionsInWords(read)), PAUSE_MS);
    cancelPause = () => clearTimeout(pause);
  };
  const reading = new Reading(show);
  const look = oncePerFrame(() => {
    const { drawing } = sheet;
    undo.disabled = drawing.isEmpty;
    clear.disabled = drawing.isEmpty;
    const drawn = paper(drawing.all);
    seen.show(asDigit(drawn, image));
    setText(trouble, '');
    if (drawing.isEmpty) {
      reading.forget();
      show(undefined);
    } else reading.ask(drawn);
  });
  let keeping: ReturnType<typeof setTimeout> | undefined;
  const sheet = createSheet({
    onChange: () => {
      look();
      clearTimeout(keeping);
      keeping = setTimeout(() => remember({ drawing: keptDrawing(sheet.drawing.all) }), KEEP_MS);
    },
    before: layersOf(remembered().drawing ?? []),
    describedBy: hint.id,
  });
  const undo = toolButton('discard', 'Undo', () => sheet.drawing.undo());
  const clear = toolButton('clear-all', 'Clear', () => sheet.drawing.clear());
  undo.disabled = clear.disabled = true;

  const root = element(
    'div',
    { class: 'draw' },
    element(
      'section',
      { class: 'card drawCard', 'aria-labelledby': title.id },
      element('div', { class: 'cardHead' }, title, element('div', { class: 'tools' }, undo, clear)),
      without,
      sheet.element,
      hint,
      trouble,
    ),
    seen.element,
    element(
      'section',
      { class: 'card readCard', 'aria-labelledby': readTitle.id },
      element('div', { class: 'cardHead' }, readTitle),
      before,
      predictions.element,
      said,
    ),
  );
  takePictures(root, {
    isShown: () => root.offsetParent !== null,
    put: ink => sheet.drawing.put(ink),
    refuse: reason => setText(trouble, reason),
  });
  seen.show(asDigit(paper([]), image));

  return {
    element: root,
    update(state) {
      const { dataset } = state.run.config ?? {};
      image = dataset ?? mnistFormat;
      const hasModel = state.artifacts.some(({ path }) => path === 'model/model.onnx');
      without.hidden = hasModel;
      if (!hasModel) setText(without, whyNot(state));
      // Another run, or one that has got its model, may read otherwise.
      if (state.runId !== runId || hasModel !== hadModel) look();
      ({ runId } = state);
      hadModel = hasModel;
    },
    focus: () => sheet.canvas.focus(),
  };
}

function whyNot({ status, run }: DashboardState): string {
  return `This run reads nothing. ${withoutModelInWords({ status, reason: run.failed?.message })}`;
}

function toolButton(iconName: string, label: string, act: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'iconButton', title: label }, icon(iconName));
  button.append(element('span', { class: 'visuallyHidden' }, label));
  button.addEventListener('click', act);
  return button;
}
