import type { Counted, MeanCurves, ThresholdSide } from '../../../src/contract/inspection';
import { operatingPoint, type OperatingPoint } from '../../../src/evaluation/operatingPoint';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { element, setText } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';
import { createAreas, withoutInterval } from './areas';
import { createClassChooser, type ChosenCurve } from './classChooser';
import { classInWords } from '../../../src/wording/classInWords';
import { crossingOf } from './crossing';
import { createCrossingImages } from './crossingImages';
import { createCrossingLine } from './crossingLine';
import { createCurvePair } from './curvePair';
import type { Known } from './curvesOfRun';
import { createExplanations } from './explanations';
import { createFigures, shareInWords, type CountedThing } from './figures';
import { noteOn } from './noteOn';
import { createPartChooser } from './partChooser';
import type { ShownCurves } from './shownCurves';
import { createThresholdSlider } from './thresholdSlider';
import { keepThreshold, thresholdView, type ThresholdView } from './thresholdView';
import { createTradeOff } from './tradeOff';

export interface Workbench {
  /** What stands beside the title. */
  readonly head: readonly HTMLElement[];
  readonly element: HTMLElement;
  show(shown: ShownCurves): void;
  /** Shows another class, or a mean. */
  choose(of: ChosenCurve): void;
}

/** A class against the rest, or all answers: their curves, a threshold that moves a point on them, and what that comes to. */
export function createWorkbench(onChosen: (of: ChosenCurve) => void): Workbench {
  let shown: ShownCurves | undefined;
  const view = (): ThresholdView => thresholdView(shown?.drawable.classes.length ?? 0);

  const moveTo = (threshold: number): void => {
    keepThreshold({ threshold });
    images.move(threshold);
    showPoint();
  };
  const choose = (of: ChosenCurve): void => {
    keepThreshold({ of });
    images.close();
    showChosen();
  };
  const chooser = createClassChooser(choose);
  const areas = createAreas();
  const part = createPartChooser(changes => {
    keepThreshold(changes);
    showCurves();
  });
  const note = element('p', { class: 'muted thresholdNote', role: 'status' });
  const whyNoInterval = element('p', { class: 'muted whyNoInterval' });
  const slider = createThresholdSlider(moveTo);
  const openSide = (side: ThresholdSide): void => {
    const { of, threshold } = view();
    if (shown && typeof of === 'number') images.open({ of, threshold, side }, shown.names);
  };
  const figures = createFigures(openSide);
  const crossing = createCrossingLine({
    onShowImages: () => {
      const { of, mark, threshold } = view();
      if (shown && typeof of === 'number') images.open({ of, from: mark, to: threshold }, shown.names);
    },
    onMark: () => {
      keepThreshold({ mark: view().threshold });
      showPoint();
    },
  });
  const images = createCrossingImages(side => (side === undefined ? crossing.focus() : figures.focus(side)));
  const pair = createCurvePair({
    onThreshold: moveTo,
    onPart: (kind, square) => {
      keepThreshold({ parts: { ...view().parts, [kind]: square } });
      showCurves();
    },
  });
  const tradeOff = createTradeOff({
    onAsk: changes => {
      keepThreshold(changes);
      showPoint();
    },
    onSet: moveTo,
  });
  const ofThreshold = [element('div', { class: 'thresholdControls' }, slider.element, figures.element), crossing.element, tradeOff.element];

  const nameOf = (of: number): string => classInWords(shown?.names[of] ?? String(of));

  /** What has a threshold of what was chosen: the macro mean has none. */
  const countedNow = (): Counted | undefined => {
    const { of } = view();
    return of === 'macro' ? undefined : of;
  };
  /** All of it, once they are there. */
  const countsNow = (): ThresholdCounts | undefined => {
    const of = countedNow();
    const known = of === undefined ? undefined : shown?.curves.countsOf(of);
    return known?.is === 'known' ? known.value : undefined;
  };
  const meanNow = (): Known<MeanCurves> | undefined => {
    const { of } = view();
    return typeof of === 'number' ? undefined : shown?.curves.meanOf(of);
  };
  const pointNow = (counts: ThresholdCounts | undefined): OperatingPoint | undefined => counts && operatingPoint(counts, view().threshold);

  const showCurves = (): void => {
    if (!shown) return;
    const { of, isZoomed, parts } = view();
    const counts = countsNow();
    part.show({ isZoomed, parts });
    const mean = meanNow();
    pair.show({ ...shown, of, counts, mean: mean?.is === 'known' ? mean.value : undefined, isZoomed, parts, point: pointNow(counts) });
  };
  const drawPoint = oncePerFrame(() => {
    const point = pointNow(countsNow());
    if (point) pair.mark(point);
  });
  const showPoint = (): void => {
    const counts = countsNow();
    const { of, threshold, mark, precision, recall } = view();
    if (!counts) return;
    const counted: CountedThing = typeof of === 'number' ? 'images' : 'answers';
    const point = operatingPoint(counts, threshold);
    figures.show(point, counted);
    const inWords = `precision ${shareInWords(point.precision)}, recall ${shareInWords(point.recall)}`;
    slider.show({ threshold, mark, inWords });
    crossing.show(crossingOf(counts, { from: mark, to: threshold, name: typeof of === 'number' ? nameOf(of) : undefined }), counted);
    tradeOff.show(counts, { precision, recall });
    drawPoint();
  };
  const showChosen = (): void => {
    if (!shown) return;
    const { drawable, names } = shown;
    const { of } = view();
    chooser.show(drawable, names, of);
    onChosen(of);
    const mean = meanNow();
    const known = typeof of === 'number' ? drawable.classes[of] : mean?.is === 'known' ? mean.value : undefined;
    areas.show(known);
    setText(whyNoInterval, withoutInterval(known, of));
    setText(note, noteOn(shown, of));
    note.hidden = note.textContent === '';
    const isMissing = of === 'macro' || (of === 'micro' && shown.curves.countsOf(of).is === 'missing');
    for (const one of ofThreshold) one.hidden = isMissing;
    showCurves();
    showPoint();
  };
  return {
    head: [chooser.element, areas.element, element('div', { class: 'tools' }, part.element)],
    element: element(
      'div',
      { class: 'workbench' },
      note,
      ofThreshold.slice(0, 2),
      images.element,
      pair.element,
      ofThreshold.slice(2),
      whyNoInterval,
      createExplanations(),
    ),
    show: now => {
      shown = now;
      showChosen();
    },
    choose: of => {
      if (shown) choose(of);
    },
  };
}
