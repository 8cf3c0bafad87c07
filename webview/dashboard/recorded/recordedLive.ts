import type { DashboardState } from '../../../src/contract/dashboard';
import { MOST_SMOOTHING } from '../../../src/contract/formats/dashboard';
import type { ScalarUnit } from '../../../src/contract/recorded';
import { grouped } from '../../../src/util/format';
import { createCurveControls } from '../../shared/charts/curveControls';
import { element, setText } from '../../shared/dom';
import { oncePerFrame } from '../../shared/oncePerFrame';
import { createSegments } from '../../shared/segments';
import type { View } from '../views/view';
import { createConsoleCard } from './consoleCard';
import { createScalarCharts } from './scalarCharts';
import { createSearchBox } from './searchBox';
import { createSentences } from './sentences';
import { createSettingsTable } from './settingsTable';
import { shownRecorded, showRecorded } from './shown';
import { statusLine } from './statusLine';

/** A run that another tool records, as it goes: its state, curves of all that is logged, settings, summary, console. */
export function createRecordedLive(now: () => number = Date.now): View {
  const status = element('p', { class: 'recordedStatus' });
  const remarks = createSentences('What is missing', 'warning');
  const understood = createSentences('How it was understood', 'info');
  const found = element('p', { id: 'recordedFound', class: 'muted recordedFound', role: 'status' });
  const charts = createScalarCharts({
    onFound: (shown, all) => setText(found, shown < all ? `${grouped(shown)} of ${grouped(all)} metrics` : ''),
    onRanges: axes => controls.show(axes.length === 0 ? undefined : `A part of ${axes.map(axisInWords).join(', ')}`),
  });
  const refresh = oncePerFrame(() => charts.refresh());
  const search = createSearchBox({
    label: 'Search metrics',
    placeholder: 'Search metrics, such as val loss',
    value: shownRecorded().search,
    describedBy: found.id,
    onChange: value => {
      showRecorded({ search: value });
      refresh();
    },
  });
  const scale = createSegments<'linear' | 'log'>({
    label: 'Y axis',
    options: [
      { value: 'linear', label: 'Linear' },
      { value: 'log', label: 'Log' },
    ],
    value: shownRecorded().scale,
    onChange: value => {
      showRecorded({ scale: value });
      refresh();
    },
  });
  const controls = createCurveControls<ScalarUnit>({
    xAxis: {
      options: [
        { value: 'steps', label: 'Step' },
        { value: 'time', label: 'Time' },
      ],
      value: shownRecorded().xUnit,
      onChange: xUnit => {
        showRecorded({ xUnit });
        refresh();
      },
    },
    smoothing: {
      value: shownRecorded().smoothing,
      most: MOST_SMOOTHING,
      onChange: smoothing => {
        showRecorded({ smoothing });
        refresh();
      },
    },
    onReset: () => charts.resetRanges(),
  });
  controls.element
    .querySelector('.zoomState')
    ?.before(element('div', { class: 'control' }, element('span', { 'aria-hidden': 'true' }, 'Y axis'), scale));
  const config = createSettingsTable('Config', 'The script gave no settings.');
  const summary = createSettingsTable('Summary', 'There is no summary yet.');
  const console = createConsoleCard();
  let runId = '';
  return {
    element: element(
      'div',
      { class: 'recorded' },
      status,
      remarks.element,
      understood.element,
      element('div', { class: 'recordedTools' }, search.element, found, controls.element),
      charts.element,
      element('div', { class: 'recordedTables' }, config.element, summary.element),
      console.element,
    ),
    update(state: DashboardState) {
      const { recorded } = state;
      if (!recorded) return;
      if (state.runId !== runId) {
        runId = state.runId;
        search.show(shownRecorded().search);
      }
      setText(status, statusLine(state, recorded, now()));
      remarks.show([...recorded.facts.remarks, ...recorded.scalars.remarks]);
      understood.show(recorded.facts.understood);
      charts.update(state, recorded.scalars);
      config.show(recorded.facts.config);
      summary.show(recorded.facts.summary);
      console.show(recorded.console);
    },
  };
}

function axisInWords(axis: string): string {
  return axis === '_step' ? 'the steps' : axis === 'time' ? 'the time' : axis;
}
