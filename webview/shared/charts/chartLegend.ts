import { fullLabel, legendOf, strokeOf, type Series } from '../../../src/report/lineChart';
import { isStroked, markerPath } from '../../../src/report/marker';
import { element, fill, svgElement } from '../dom';

/** A curve that can be shown and hidden by its name. */
export interface LegendCurve<Name extends string> extends Series {
  readonly curve: Name;
}

export interface ChartLegend<Name extends string> {
  readonly element: HTMLElement;
  show(curves: readonly LegendCurve<Name>[], hidden: readonly Name[]): void;
}

/** The names of a chart's curves, each beside a piece of its line: a button that hides the curve and shows it again. */
export function createChartLegend<Name extends string>(title: string, onToggle: (curve: Name) => void): ChartLegend<Name> {
  const root = element('div', { class: 'legend', role: 'group', 'aria-label': `Curves of ${title}` });
  let buttons = new Map<Name, HTMLElement>();
  let shown = '';
  return {
    element: root,
    show: (curves, hidden) => {
      const entries = legendOf(curves);
      const labels = entries.map(fullLabel).join('\n');
      if (labels !== shown) {
        shown = labels;
        buttons = new Map(entries.map(one => [one.curve, entryOf(one, () => onToggle(one.curve))]));
        fill(root, [...buttons.values()]);
      }
      for (const [curve, button] of buttons) button.setAttribute('aria-pressed', String(!hidden.includes(curve)));
    },
  };
}

/** A piece of a curve's line with its mark. */
export function createSwatch(series: Series): SVGElement {
  const { width, dashes, marker } = strokeOf(series);
  const path = svgElement('path', { d: 'M0 4H18', 'stroke-width': String(width), 'stroke-dasharray': dashes.join(' ') || undefined });
  const key = svgElement('svg', { width: '18', height: '8', viewBox: '0 0 18 8', class: series.role, 'aria-hidden': 'true' }, path);
  if (marker === 'square') key.append(svgElement('rect', { x: '6', y: '1', width: '6', height: '6' }));
  else if (marker === 'circle') key.append(svgElement('circle', { cx: '9', cy: '4', r: '3' }));
  else if (marker) key.append(svgElement('path', { class: isStroked(marker) ? 'lines' : 'mark', d: markerPath(marker, 9, 4) }));
  return key;
}

function entryOf(series: Series, toggle: () => void): HTMLElement {
  const key = createSwatch(series);
  const name = fullLabel(series);
  const button = element('button', { type: 'button', class: 'key', title: name }, key, element('span', { class: 'name' }, name));
  button.addEventListener('click', toggle);
  return button;
}
