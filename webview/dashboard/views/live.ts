import type { DashboardState } from '../../../src/contract/dashboard';
import { element } from '../../shared/dom';
import { createConfigTable } from '../live/configTable';
import { createCurves } from '../live/curves';
import { createLogTail } from '../live/logTail';
import { createTiles } from '../live/tiles';
import type { View } from './view';

/** A run as it goes: figures, curves, configuration, log. */
export function createLiveView(): View {
  const tiles = createTiles();
  const curves = createCurves();
  const config = createConfigTable();
  const log = createLogTail();
  const parts = [tiles, curves, config, log];
  return {
    element: element(
      'div',
      { class: 'live' },
      tiles.element,
      curves.element,
      element('div', { class: 'lower' }, config.element, log.element),
    ),
    update: (state: DashboardState) => {
      for (const part of parts) part.update(state);
    },
  };
}
