import type { DashboardState } from '../../../src/contract/dashboard';
import { metricCharts } from '../../../src/report/metricChart';
import { element } from '../../shared/dom';
import { createConfigTable } from '../live/configTable';
import { createCurveChart } from '../live/curveChart';
import { createLogTail } from '../live/logTail';
import { createTiles } from '../live/tiles';
import type { View } from './view';

/** A run as it goes: figures, curves, configuration, log. */
export function createLiveView(): View {
  const tiles = createTiles();
  const charts = metricCharts.map(createCurveChart);
  const config = createConfigTable();
  const log = createLogTail();
  const parts = [tiles, ...charts, config, log];
  return {
    element: element(
      'div',
      { class: 'live' },
      tiles.element,
      element(
        'div',
        { class: 'charts' },
        charts.map(chart => chart.element),
      ),
      element('div', { class: 'lower' }, config.element, log.element),
    ),
    update: (state: DashboardState) => {
      for (const part of parts) part.update(state);
    },
  };
}
