import type { DrawnCurve, RecordedKey, ScalarSource } from '../../../src/contract/recorded';
import { nameOf, scalarChart, type Scalar } from '../../../src/report/recorded/scalarChart';
import type { ShownRange } from '../../../src/report/zoom';
import { recordedValue } from '../../../src/wording/recordedValue';
import { createChartCard, type ChartCard } from '../../shared/charts/chartCard';
import { element, fill, setText } from '../../shared/dom';
import { send } from '../host';
import { scalarsCsv } from './questions';
import { shownRecorded } from './shown';

export interface ScalarSlotOptions {
  readonly source: ScalarSource;
  readonly key: string;
  /** What the run is called, and its folder. */
  readonly run: () => { readonly label: string; readonly runId: string };
  /** What is shown of an axis, which all curves along it share. */
  readonly rangeOf: (axis: string) => ShownRange;
  readonly onRange: (axis: string, range: ShownRange) => void;
}

/** The place of a key's chart, which is there only while it is near what can be seen: a page of hundreds would be slow. */
export interface ScalarSlot {
  readonly element: HTMLElement;
  readonly source: ScalarSource;
  readonly key: string;
  isNear: boolean;
  /** What its chart counts along, once that is known. */
  readonly axis: string | undefined;
  /** Shows the figures of the key. */
  describe(key: RecordedKey): void;
  draw(curve: DrawnCurve): void;
  /** Draws the same again: with another scale, or another part of it. */
  redraw(): void;
  /** Gives the chart back, unless somebody is at it. @returns whether it has none any more */
  release(): boolean;
}

let made = 0;

export function createScalarSlot({ source, key, run, rangeOf, onRange }: ScalarSlotOptions): ScalarSlot {
  const name = `scalar-${++made}`;
  const title = nameOf(key);
  const figure = element('span', { class: 'scalarFigure' });
  const heading = element('h3', { id: `slot-${name}`, title: key }, title);
  const space = element('div', { class: 'plotSpace' });
  const root = element('div', { class: 'scalarSlot' });
  const empty = element('section', { class: 'card chart', 'aria-labelledby': heading.id });
  let card: ChartCard<Scalar> | undefined;
  let curve: DrawnCurve | undefined;

  const showEmpty = (): void => {
    fill(empty, element('div', { class: 'cardHead' }, heading, figure), space);
    fill(root, empty);
  };
  const showCard = (): ChartCard<Scalar> => {
    const made = createChartCard<Scalar>({
      name,
      title,
      figure,
      level: 3,
      pictureTitle: () => `${key} · ${run().label}`,
      fileName: () => `${run().runId}-${key.replaceAll(/[^\w.-]+/g, '_').slice(0, 100)}`,
      csv: () => scalarsCsv(source, key, shownRecorded().xUnit),
      range: () => (curve ? rangeOf(curve.axis) : null),
      onRange: range => {
        if (curve) onRange(curve.axis, range);
      },
      onToggle: () => undefined,
      send,
    });
    made.element.querySelector('h3')?.setAttribute('title', key);
    fill(root, made.element);
    return made;
  };
  const redraw = (): void => {
    if (curve && card) card.show(scalarChart(curve, { scale: shownRecorded().scale, range: rangeOf(curve.axis) }));
  };
  showEmpty();
  return {
    element: root,
    source,
    key,
    isNear: false,
    get axis() {
      return curve?.axis;
    },
    describe({ last, min, max, count }) {
      setText(figure, recordedValue(Number(last)));
      const range = min === null || max === null ? '' : `, from ${recordedValue(min)} to ${recordedValue(max)}`;
      figure.title = `The last of ${recordedValue(count)} values${range}`;
    },
    draw(now) {
      curve = now;
      card ??= showCard();
      redraw();
    },
    redraw,
    release() {
      if (!card) return true;
      const isUsed = root.contains(document.activeElement) || root.querySelector('[aria-pressed="true"], [aria-expanded="true"]') !== null;
      if (isUsed) return false;
      card.dispose();
      [card, curve] = [undefined, undefined];
      showEmpty();
      return true;
    },
  };
}
