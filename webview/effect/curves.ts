import type { EffectState, SavedEffect } from '../../src/contract/effectPage';
import { spreads } from '../../src/contract/formats/effectPage';
import { epochMetrics } from '../../src/contract/metrics';
import { maxOf } from '../../src/util/extremes';
import { levelInWords } from '../../src/experiment/effects/effectInWords';
import { comparedCurvesCsv } from '../../src/report/comparedCurvesCsv';
import { effectCurves, type EffectCurves, type LevelCurves } from '../../src/report/effects/effectCurves';
import type { RunLook } from '../../src/report/runLooks';
import { looksOf } from '../../src/report/runLooks';
import { within } from '../../src/report/zoom';
import { createChartCard } from '../shared/charts/chartCard';
import { createChoice } from '../shared/choice';
import { element, setText } from '../shared/dom';
import { keepLatest } from '../shared/keepLatest';
import { createSegments } from '../shared/segments';
import { createHowComputed } from './howComputed';
import type { EffectView } from './effectView';
import { send } from './host';
import { haveNoEpochs } from './noEpochs';
import type { Part } from './part';

const spreadLabels = { range: 'Range', interval: '95 % CI', runs: 'Each run' } as const;

/** The mean curve of each level over its replicates, with what lies around it. */
export function createEffectCurves(view: EffectView): Part {
  let state: EffectState | undefined;
  let chart: EffectCurves | undefined;
  const metric = createChoice('metric', value => view.set({ curve: value, range: view.now.range }));
  const spread = createSegments({
    label: 'Around the mean',
    options: spreads.map(value => ({ value, label: spreadLabels[value] })),
    value: view.now.spread,
    onChange: value => view.set({ spread: value }),
  });
  const card = createChartCard<string>({
    name: 'effectCurves',
    title: 'Training curves',
    choices: [metric.element, spread],
    pictureTitle: () => `${chart?.title ?? ''}: ${state?.shown.title ?? ''}, ${chart?.note ?? ''}`,
    range: () => {
      const { range } = view.now;
      return range && chart ? within(range, chart.places.extent) : range;
    },
    onRange: range => view.set({ range }),
    onToggle: key => {
      const { hidden } = view.now;
      view.set({ hidden: hidden.includes(key) ? hidden.filter(one => one !== key) : [...hidden, key] });
    },
    csv: () => (state ? comparedCurvesCsv(runsOf(state)) : ''),
    fileName: () => `curves-of-${state?.shown.factor ?? ''}-${view.now.curve}`,
    send,
  });
  const none = element(
    'p',
    { class: 'muted sectionNote', hidden: '' },
    'None of these runs has epochs to draw. Curves that other tools recorded are on the page of Compare Runs.',
  );
  const leftOut = element('p', { class: 'muted sectionNote', hidden: '' });
  const how = createHowComputed('the curves', [
    'The mean of a metric after each epoch over the replicates of a level; n is how many of them it runs over. Around it: from the lowest to the highest of them; or the 95 % interval of the mean, mean ± t(n − 1) · s / √n (Student, Biometrika 6, 1908), for each epoch by itself; or every run. The runs of a pair share their seed, so that the bands of two levels may overlap although every pair differs in the same direction: the effect is in the differences above.',
  ]);
  const latestLevels = keepLatest(levelsOf);
  const latestChart = keepLatest(effectCurves);
  return {
    element: element('div', { class: 'effectCurves' }, card.element, none, leftOut, how.button, how.text),
    update(now, saved: SavedEffect) {
      state = now;
      const levels = latestLevels([now.shown.runs, now.shown.pairs, now.curves], now);
      const drawn = epochMetrics.find(({ name }) => name === saved.curve) ?? epochMetrics.find(({ name }) => name === 'val_accuracy')!;
      metric.show(
        epochMetrics.map(({ name, label }) => ({ value: name, label: name === 'duration' ? 'Duration of an epoch' : label })),
        drawn.name,
      );
      const epochs = maxOf(
        now.curves.map(({ epochs: of }) => of.at(-1)?.epochs ?? 0),
        1,
      );
      const { spread: chosen, range, hidden } = saved;
      const { quantiles } = now.shown;
      chart = latestChart([levels, drawn, chosen, range, hidden, quantiles.length, epochs], levels, {
        metric: drawn,
        spread: chosen,
        range,
        hidden,
        quantiles,
        epochs,
      });
      card.show(chart);
      const areNone = haveNoEpochs(now);
      card.element.hidden = areNone;
      none.hidden = !areNone;
      const out = levels.flatMap(({ label, replicates }) => replicates.filter(one => one.isLeftOut).map(one => `${label}, ${one.label}`));
      setText(leftOut, out.length === 0 ? '' : `Left out of the means, drawn with dots and crosses: ${out.join('; ')}.`);
      leftOut.hidden = out.length === 0;
    },
  };
}

const ofReference: RunLook = { role: 'foreground', marker: 'circle', dashes: [5, 3] };

function levelsOf({ shown, curves }: EffectState): LevelCurves[] {
  const epochsOf = new Map(curves.map(({ runId, epochs }) => [runId, epochs]));
  const [reference] = shown.levels;
  // The reference is in a pair with each of the others: it is left out where none of them counts.
  const refused = new Set(shown.pairs.flatMap(({ state, runs }) => (state === 'refused' ? runs : [])));
  const counted = new Set(shown.pairs.flatMap(({ state, runs }) => (state === 'refused' ? [] : runs)));
  const looks = looksOf(shown.levels.slice(1).map(String), null);
  return shown.levels.map(level => ({
    key: String(level),
    label: levelInWords(shown.factor, level),
    look: level === reference ? ofReference : looks.get(String(level))!,
    replicates: shown.runs
      .filter(run => run.level === level)
      .map(run => ({
        label: `seed ${run.seed}`,
        epochs: epochsOf.get(run.id) ?? [],
        isLeftOut: run.isReplaced || (refused.has(run.id) && !counted.has(run.id)) || run.status === 'failed' || run.status === 'stopped',
      })),
  }));
}

function runsOf({ shown, curves }: EffectState): Parameters<typeof comparedCurvesCsv>[0] {
  const labels = new Map(shown.runs.map(({ id, level, seed }) => [id, `${levelInWords(shown.factor, level)}, seed ${seed}`]));
  return curves.map(({ runId, epochs }) => ({ id: runId, label: labels.get(runId) ?? runId, epochs }));
}
