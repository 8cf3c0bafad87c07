import type { ComparedScalars } from '../../../src/contract/comparison';
import { comparedKeys, comparedScalars as comparedScalarsFormat } from '../../../src/contract/formats/comparison';
import { MOST_SMOOTHING } from '../../../src/contract/formats/dashboard';
import { parseValue } from '../../../src/contract/formats/parse';
import { MOST_COMPARED_RECORDINGS } from '../../../src/contract/formats/recorded';
import type { ScalarUnit } from '../../../src/contract/recorded';
import { toCsv } from '../../../src/report/csv';
import { comparedScalars, type ComparedScalar } from '../../../src/report/recorded/comparedScalars';
import type { ShownRange } from '../../../src/report/zoom';
import { createChartCard } from '../../shared/charts/chartCard';
import { createCurveControls } from '../../shared/charts/curveControls';
import { createChoice } from '../../shared/choice';
import { element, setText } from '../../shared/dom';
import { createSegments } from '../../shared/segments';
import { host, send } from '../host';
import type { PageView } from '../pageView';
import type { Shown } from '../shown';
import type { Part } from '../toolbar';
import { firstKey } from './firstKey';

/** How often runs that go on are looked at. */
const LOOK_MS = 2_000;

type Choices = NonNullable<PageView['now']['recorded']>;

const atFirst: Choices = { key: null, xUnit: 'steps', scale: 'linear', smoothing: 0 };

/** One metric that other tools recorded of the runs that are compared, their curves over each other; hidden where there is none. */
export function createRecordedSection(view: PageView): Part {
  let shown: Shown | undefined;
  let keys: readonly string[] = [];
  let rows = -1;
  let curves: ComparedScalars = [];
  let range: ShownRange = null;
  /** What was asked for last: of the keys, and of the curves. */
  let askedKeys = '';
  let askedCurves = '';
  let isAsking = false;
  let last: readonly unknown[] = [];

  const choices = (): Choices => view.now.recorded ?? atFirst;
  const choose = (changes: Partial<Choices>): void => view.set({ recorded: { ...choices(), ...changes } });
  const keyNow = (): string | undefined => keys.find(key => key === choices().key) ?? firstKey(keys);
  const metric = createChoice('metric', key => choose({ key }));
  const scale = createSegments<'log' | 'linear'>({
    label: 'Scale of what was recorded',
    options: [
      { value: 'linear', label: 'Linear' },
      { value: 'log', label: 'Log' },
    ],
    value: choices().scale,
    onChange: value => choose({ scale: value }),
  });
  const setRange = (now: ShownRange): void => {
    range = now;
    look();
    draw();
  };
  const controls = createCurveControls<ScalarUnit>({
    xAxis: {
      options: [
        { value: 'steps', label: 'Step' },
        { value: 'time', label: 'Time' },
      ],
      value: choices().xUnit,
      onChange: xUnit => {
        range = null;
        choose({ xUnit });
      },
    },
    smoothing: { value: choices().smoothing, most: MOST_SMOOTHING, onChange: smoothing => choose({ smoothing }) },
    onReset: () => setRange(null),
  });
  const card = createChartCard<string>({
    name: 'recorded',
    title: 'What other tools recorded',
    choices: [metric.element, scale],
    pictureTitle: () => `${keyNow() ?? ''} of ${curves.length} runs`,
    fileName: () => 'comparison-recorded',
    csv: () => toCsv(['run', 'place', keyNow() ?? ''], drawn().flatMap(({ label, curve }) => Array.from(curve.measured.steps, (step, i) => [label, step, curve.measured.values[i]!]))), // prettier-ignore
    range: () => range,
    onRange: setRange,
    onToggle: id => {
      const { hidden } = view.now;
      view.set({ hidden: hidden.includes(id) ? hidden.filter(one => one !== id) : [...hidden, id] });
    },
    send,
  });
  const note = element('p', { class: 'muted' });
  const root = element('div', { class: 'comparedRecordings', hidden: '' }, controls.element, card.element, note);

  const drawn = (): ComparedScalar[] =>
    curves.flatMap(({ runId, curve }) => {
      const look = shown?.looks.get(runId);
      return look ? [{ id: runId, label: shown?.labels.get(runId) ?? runId, look, curve }] : [];
    });
  const draw = (): void => {
    root.hidden = keys.length === 0;
    if (keys.length === 0 || !shown) return;
    const key = keyNow() ?? '';
    const now = [keys, curves, key, choices().scale, range, shown.view.hidden, shown.looks, shown.labels];
    // A pointer that moves over another part is nothing new.
    if (now.length === last.length && now.every((one, i) => one === last[i])) return;
    last = now;
    metric.show(keys.map(one => ({ value: one, label: one })), key); // prettier-ignore
    const chart = comparedScalars(drawn(), { key, scale: choices().scale, range, hidden: shown.view.hidden });
    card.show(chart);
    controls.show(chart.range ? chart.rangeInWords : undefined);
    setText(
      note,
      shown.compared.length > MOST_COMPARED_RECORDINGS ? `Of more than ${MOST_COMPARED_RECORDINGS} such runs the first are drawn.` : '',
    );
  };
  const look = (): void => {
    if (!isAsking) void askOn();
  };
  /** One question after the other: which keys there are, then the curves of the one that is shown. */
  const askOn = async (): Promise<void> => {
    isAsking = true;
    try {
      for (let question = nextQuestion(); question; question = nextQuestion()) await question();
    } catch {
      // The host has said why. It is asked again when something is different.
    } finally {
      isAsking = false;
    }
  };
  const nextQuestion = (): (() => Promise<void>) | undefined => {
    if (!shown) return undefined;
    const runIds = shown.compared.map(({ id }) => id);
    const ofKeys = `${tick} ${runIds.join()}`;
    if (ofKeys !== askedKeys) {
      askedKeys = ofKeys;
      return async () => {
        ({ keys, rows } = await host.ask({ type: 'recordedKeys', runIds }, answer =>
          parseValue(comparedKeys, answer, 'The recorded metrics'),
        ));
        draw();
      };
    }
    const key = keyNow();
    const { xUnit, smoothing } = choices();
    const ofCurves = JSON.stringify([runIds, key, xUnit, smoothing, range, rows]);
    if (key === undefined || ofCurves === askedCurves) return undefined;
    askedCurves = ofCurves;
    const asked = range;
    return async () => {
      const question = { type: 'recordedCurves', runIds, key, xUnit, smoothing, range: asked } as const;
      curves = await host.ask(question, answer => parseValue(comparedScalarsFormat, answer, 'The recorded curves'));
      draw();
    };
  };
  let tick = 0;
  setInterval(() => {
    if (document.hidden || !shown?.compared.some(({ status }) => status === 'running')) return;
    tick++;
    look();
  }, LOOK_MS);
  return {
    element: root,
    update(now) {
      // A run that ended may have logged more.
      if (shown && shown.state.runs !== now.state.runs) tick++;
      shown = now;
      look();
      draw();
    },
  };
}
