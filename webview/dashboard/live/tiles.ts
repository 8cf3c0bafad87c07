import type { DashboardState, ParentRun } from '../../../src/contract/dashboard';
import type { EpochEnded } from '../../../src/contract/trainer';
import { metrics } from '../../../src/contract/metrics';
import { remainingMs } from '../../../src/experiment/remaining';
import { findChart, valueOf, type MetricChart } from '../../../src/report/metricChart';
import { compact, grouped } from '../../../src/util/format';
import { wholeSeconds } from '../../../src/wording/timeInWords';
import { createSparkline } from '../../shared/charts/sparkline';
import { element, setText } from '../../shared/dom';
import { elapsedMs } from '../timing';
import type { View } from '../views/view';

/** So many of the last values make a sparkline. */
const SPARKLINE_LENGTH = 60;
const NOTHING = '–';
const [accuracyChart, lossChart] = [findChart('accuracy'), findChart('loss')];

/** The figures of a run: the newest ones of a run that trains, the last ones of one that has ended. */
export function createTiles(now: () => number = Date.now): View {
  const accuracy = tile(metrics.val_accuracy.label);
  const loss = tile(metrics.val_loss.label);
  const speed = tile(metrics.images_per_second.label, 'training');
  const elapsed = tile('Elapsed');
  const cpu = tile('CPU', 'context');
  const memory = tile('Memory', 'context');
  const all = [accuracy, loss, speed, elapsed, cpu, memory];

  return {
    element: element(
      'dl',
      { class: 'tiles' },
      all.map(({ root }) => root),
    ),
    update(state) {
      const { run, status } = state;
      const last = run.epochs.at(-1);
      const isValidated = last?.valLoss !== null;
      accuracy.show({
        name: (isValidated ? metrics.val_accuracy : metrics.accuracy).label,
        value: last && (100 * figureAt(last, accuracyChart)).toFixed(2),
        unit: '%',
      });
      accuracy.explain(last && compared(last, state, accuracyChart));
      loss.show({
        name: (isValidated ? metrics.val_loss : metrics.loss).label,
        value: last && figureOf(figureAt(last, lossChart)),
        unit: '',
      });
      loss.explain(last && compared(last, state, lossChart));
      const batch = status === 'running' ? run.batches.at(-1) : last;
      speed.show({ value: batch && grouped(batch.imagesPerSecond), unit: '' });
      speed.draw(run.batches.slice(-SPARKLINE_LENGTH).map(({ imagesPerSecond }) => imagesPerSecond));
      const elapsedSeconds = Math.round(elapsedMs(state, now()) / 1000);
      const [amount, unit] = split(run.config ? wholeSeconds(1000 * elapsedSeconds) : undefined);
      elapsed.show({ value: amount, unit });
      const remaining = status === 'running' ? remainingMs(run, now()) : undefined;
      // The sum of what is shown here and above.
      const all = remaining === undefined ? undefined : wholeSeconds(1000 * (elapsedSeconds + Math.round(remaining / 1000)));
      elapsed.explain(all === undefined ? undefined : { value: '', rest: `of about ${all}` });
      const sample = run.resources.at(-1);
      const threads = run.config?.engine.threads;
      cpu.show({ value: sample && Math.round(sample.cpuPercent).toString(), unit: threads ? `% of ${100 * threads}` : '%' });
      cpu.draw(run.resources.slice(-SPARKLINE_LENGTH).map(({ cpuPercent }) => cpuPercent));
      memory.show({ value: sample && grouped(sample.residentBytes / 1e6), unit: 'MB' });
      memory.draw(run.resources.slice(-SPARKLINE_LENGTH).map(({ residentBytes }) => residentBytes));
    },
  };
}

interface Explanation {
  /** Set off from the rest. */
  readonly value: string;
  readonly rest: string;
}

function tile(name: string, sparkline?: 'training' | 'context') {
  const term = element('dt', {}, name);
  const figure = element('span', { class: 'figure' }, NOTHING);
  const unitOf = element('small');
  const explanation = element('span', { class: 'explanation' });
  const course = sparkline && createSparkline(sparkline);
  const root = element(
    'div',
    { class: 'tile' },
    term,
    element('dd', {}, figure, ' ', unitOf),
    element('dd', { class: 'below' }, course?.element ?? explanation),
  );
  return {
    root,
    show: (what: { name?: string; value: string | undefined; unit: string }): void => {
      setText(term, what.name ?? name);
      setText(figure, what.value ?? NOTHING);
      setText(unitOf, what.value === undefined ? '' : what.unit);
    },
    explain: (what: Explanation | undefined): void => {
      const text = what ? `${what.value} ${what.rest}` : '';
      if (explanation.title === text) return;
      explanation.title = text;
      explanation.replaceChildren(...(what ? [element('strong', {}, what.value), ` ${what.rest}`] : []));
    },
    draw: (values: readonly number[]): void => course?.draw(values),
  };
}

/** Against the parent at the same epoch; else where the best epoch was. */
function compared(last: EpochEnded, { parent, run }: DashboardState, chart: MetricChart): Explanation {
  const isShare = chart.kind === 'share';
  const same = sameEpoch(parent, last.epoch);
  if (parent && same) {
    const difference = figureAt(last, chart) - figureAt(same, chart);
    const size = Math.abs(difference);
    // What does not show in the figures above is no difference.
    const amount = isShare ? (100 * size).toFixed(2) : size < 1 ? size.toFixed(3) : compact(size, 7);
    const sign = Number(amount) === 0 ? '±' : difference > 0 ? '+' : '−';
    return { value: `${sign}${amount}`, rest: isShare ? 'over parent' : 'from parent' };
  }
  const better = (a: number, b: number): boolean => (chart.better === 'higher' ? a > b : a < b);
  const best = run.epochs.reduce((found, epoch) => (better(figureAt(epoch, chart), figureAt(found, chart)) ? epoch : found));
  if (best === last) return { value: '', rest: run.epochs.length > 1 ? 'the best epoch' : '' };
  const value = figureAt(best, chart);
  return { value: isShare ? (100 * value).toFixed(2) : figureOf(value), rest: `best, epoch ${best.epoch}` };
}

function sameEpoch(parent: ParentRun | null, epoch: number): EpochEnded | undefined {
  return parent?.epochs.find(one => one.epoch === epoch);
}

/** Every epoch has a figure of these charts: of the validation, or of training where nothing was held back. */
function figureAt(epoch: EpochEnded, chart: MetricChart): number {
  return valueOf(epoch, chart) ?? Number.NaN;
}

/** Four decimals of a small loss, three of a larger one. */
function figureOf(loss: number): string {
  return compact(loss, loss < 0.1 ? 8 : 7);
}

/** `37 s` → `37` and `s`; `1m20s` stays whole. */
function split(text: string | undefined): [string | undefined, string] {
  const [amount, unit = ''] = text?.split(' ') ?? [];
  return [amount, unit];
}
