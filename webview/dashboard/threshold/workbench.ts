import type { MeanCurves } from '../../../src/contract/inspection';
import { operatingPoint, type OperatingPoint } from '../../../src/evaluation/operatingPoint';
import type { ThresholdCounts } from '../../../src/evaluation/thresholdCounts';
import { meansInWords } from '../../../src/wording/meansInWords';
import { element, setText } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';
import { createSegments } from '../../shared/segments';
import { createAreas } from './areas';
import { createClassChooser } from './classChooser';
import { classInWords } from './classInWords';
import { crossingOf } from './crossing';
import { createCrossingImages } from './crossingImages';
import { createCrossingLine } from './crossingLine';
import { createCurvePair } from './curvePair';
import type { Known } from './curvesOfRun';
import { createExplanations } from './explanations';
import { createFigures, shareInWords } from './figures';
import type { ShownCurves } from './shownCurves';
import { createThresholdSlider } from './thresholdSlider';
import { keepThreshold, thresholdView, type ThresholdView } from './thresholdView';
import { createTradeOff } from './tradeOff';

export interface Workbench {
  /** What stands beside the title. */
  readonly head: readonly HTMLElement[];
  readonly element: HTMLElement;
  show(shown: ShownCurves): void;
}

/** A class against the rest: its curves, a threshold that moves a point on them, and what that comes to. */
export function createWorkbench(): Workbench {
  let shown: ShownCurves | undefined;
  const view = (): ThresholdView => thresholdView(shown?.drawable.classes.length ?? 0);

  const moveTo = (threshold: number): void => {
    keepThreshold({ threshold });
    showPoint();
  };
  const zoomTo = (isZoomed: boolean): void => {
    keepThreshold({ isZoomed });
    showCurves();
  };
  const chooser = createClassChooser(of => {
    keepThreshold({ of });
    images.close();
    showChosen();
  });
  const areas = createAreas();
  const zoom = createSegments<'zoomed' | 'whole'>({
    label: 'Part of the curves',
    options: [
      { value: 'zoomed', label: 'Zoomed' },
      { value: 'whole', label: '0–1' },
    ],
    value: view().isZoomed ? 'zoomed' : 'whole',
    onChange: value => zoomTo(value === 'zoomed'),
  });
  const note = element('p', { class: 'muted thresholdNote', role: 'status' });
  const slider = createThresholdSlider(moveTo);
  const figures = createFigures();
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
  const images = createCrossingImages(() => crossing.focus());
  const pair = createCurvePair({ onThreshold: moveTo, onZoom: zoomTo });
  const tradeOff = createTradeOff({
    onAsk: changes => {
      keepThreshold(changes);
      showPoint();
    },
    onSet: moveTo,
  });
  const ofThreshold = [element('div', { class: 'thresholdControls' }, slider.element, figures.element), crossing.element, tradeOff.element];

  const nameOf = (of: number): string => classInWords(shown?.names[of] ?? String(of));

  /** All of the class that was chosen, once they are there. */
  const countsNow = (): ThresholdCounts | undefined => {
    const { of } = view();
    const known = typeof of === 'number' ? shown?.curves.countsOf(of) : undefined;
    return known?.is === 'known' ? known.value : undefined;
  };
  const meanNow = (): Known<MeanCurves> | undefined => {
    const { of } = view();
    return typeof of === 'number' ? undefined : shown?.curves.meanOf(of);
  };
  const pointNow = (counts: ThresholdCounts | undefined): OperatingPoint | undefined => counts && operatingPoint(counts, view().threshold);

  const showCurves = (): void => {
    if (!shown) return;
    const { of, isZoomed } = view();
    const counts = countsNow();
    const choice = zoom.querySelector<HTMLInputElement>(`input[value=${isZoomed ? 'zoomed' : 'whole'}]`);
    if (choice) choice.checked = true;
    const mean = meanNow();
    pair.show({ ...shown, of, counts, mean: mean?.is === 'known' ? mean.value : undefined, isZoomed, point: pointNow(counts) });
  };
  const drawPoint = oncePerFrame(() => {
    const point = pointNow(countsNow());
    if (point) pair.mark(point);
  });
  const showPoint = (): void => {
    const counts = countsNow();
    const { of, threshold, mark, precision, recall } = view();
    if (!counts || typeof of !== 'number') return;
    const point = operatingPoint(counts, threshold);
    figures.show(point);
    const inWords = `precision ${shareInWords(point.precision)}, recall ${shareInWords(point.recall)}`;
    slider.show({ threshold, mark, inWords });
    crossing.show(crossingOf(counts, { from: mark, to: threshold, name: nameOf(of) }));
    tradeOff.show(counts, { precision, recall });
    drawPoint();
  };
  const showChosen = (): void => {
    if (!shown) return;
    const { drawable, names } = shown;
    const { of } = view();
    chooser.show(drawable, names, of);
    const mean = meanNow();
    areas.show(typeof of === 'number' ? drawable.classes[of] : mean?.is === 'known' ? mean.value : undefined);
    setText(note, noteOn(shown, of));
    note.hidden = note.textContent === '';
    for (const one of ofThreshold) one.hidden = typeof of !== 'number';
    showCurves();
    showPoint();
  };
  return {
    head: [chooser.element, areas.element, element('div', { class: 'tools' }, zoom)],
    element: element(
      'div',
      { class: 'workbench' },
      note,
      ofThreshold.slice(0, 2),
      images.element,
      pair.element,
      ofThreshold.slice(2),
      createExplanations(),
    ),
    show: now => {
      shown = now;
      showChosen();
    },
  };
}

/** What has to be said of a curve before it is looked at; empty if nothing has. */
function noteOn({ drawable, names, evaluated, curves }: ShownCurves, of: ThresholdView['of']): string {
  if (of === 'macro' || of === 'micro') {
    const mean = curves.meanOf(of);
    if (mean.is === 'asked') return 'The curves are being worked out…';
    if (mean.is === 'missing') return `The curves cannot be shown. ${mean.why}`;
    const means = of === 'macro' ? meansInWords(evaluated.scores, names) : '';
    return ['A threshold belongs to one class: choose a class to move it.', means].filter(Boolean).join(' ');
  }
  const known = curves.countsOf(of);
  if (known.is === 'missing') return `Its counts cannot be shown. ${known.why}`;
  const { positives, negatives } = drawable.classes[of]!.counts;
  const name = classInWords(names[of] ?? String(of));
  if (positives === 0) return `No test image is of ${name}: there is nothing to find, and neither curve is defined.`;
  if (negatives === 0) return `Every test image is of ${name}: there is nothing to tell it from, and the ROC curve is not defined.`;
  return '';
}
