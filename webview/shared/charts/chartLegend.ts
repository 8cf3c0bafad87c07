import { fullLabel, legendOf, strokes, type LineChart, type Series } from '../../../src/report/lineChart';
import { element, fill, svgElement } from '../dom';

/** The names of a chart's curves, each beside a piece of its line. */
export function createChartLegend(): { readonly element: HTMLElement; show(chart: LineChart): void } {
  const root = element('div', { class: 'legend', 'aria-hidden': 'true' });
  let shown = '';
  return {
    element: root,
    show: chart => {
      const series = legendOf(chart);
      const labels = series.map(fullLabel).join('\n');
      if (labels === shown) return;
      shown = labels;
      fill(root, series.map(entry));
    },
  };
}

function entry(series: Series): HTMLElement {
  const { role, style } = series;
  const { width, dashes, marker } = strokes[style];
  const path = svgElement('path', { d: 'M0 4H18', 'stroke-width': String(width), 'stroke-dasharray': dashes.join(' ') || undefined });
  const key = svgElement('svg', { width: '18', height: '8', viewBox: '0 0 18 8', class: role }, path);
  if (marker === 'square') key.append(svgElement('rect', { x: '6', y: '1', width: '6', height: '6' }));
  if (marker === 'circle') key.append(svgElement('circle', { cx: '9', cy: '4', r: '3' }));
  const name = fullLabel(series);
  return element('span', { class: 'key', title: name }, key, element('span', { class: 'name' }, name));
}
