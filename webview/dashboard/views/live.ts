import type { DashboardState } from '../../../src/contract/dashboard';
import { element } from '../../shared/dom';
import { createConfigTable } from '../live/configTable';
import { createCurves } from '../live/curves';
import { createLogTail } from '../live/logTail';
import { createImportedNote } from '../live/importedNote';
import { createTiles } from '../live/tiles';
import { createRecordedLive } from '../recorded/recordedLive';
import type { View } from './view';

/** A run as it goes: figures, curves, configuration, log. */
export function createLiveView(): View {
  const tiles = createTiles();
  const curves = createCurves();
  const config = createConfigTable();
  const log = createLogTail();
  const imported = createImportedNote();
  const parts = [tiles, curves, config, log, imported];
  const trained = element(
    'div',
    { class: 'live' },
    imported.element,
    tiles.element,
    curves.element,
    element('div', { class: 'lower' }, config.element, log.element),
  );
  const recorded = createRecordedLive();
  return {
    element: element('div', {}, trained, recorded.element),
    update: (state: DashboardState) => {
      trained.hidden = state.recorded !== null;
      recorded.element.hidden = state.recorded === null;
      if (state.recorded) return recorded.update(state);
      const isOnlyEvaluated = state.imported !== null && state.run.epochs.length === 0;
      imported.element.hidden = !isOnlyEvaluated;
      for (const part of [tiles, curves, config]) part.element.hidden = isOnlyEvaluated;
      for (const part of parts) part.update(state);
    },
  };
}
