import type { ShownEffect, ToldPair, ToldRun } from '../../src/contract/effectPage';
import { effectMetricNames } from '../../src/contract/formats/comparisonFile';
import { levelInWords, valueOfMetric } from '../../src/experiment/effects/effectInWords';
import { effectMetric } from '../../src/experiment/effects/effectMetrics';
import { statusIcons } from '../../src/wording/statusIcon';
import { counted } from '../../src/util/format';
import { element, fill, icon, setText } from '../shared/dom';
import { send } from './host';
import type { Part } from './part';

/** Every run: its seed, level, what it came to, how it is, whose it is; a click opens it. */
export function createRunsTable(): Part {
  const heading = element('h2', { id: 'effectRuns' }, 'Runs');
  const count = element('span', { class: 'muted' });
  const box = element('div', { class: 'scroller runsBox', tabindex: '0', role: 'group', 'aria-label': 'Runs' });
  let drawn: ShownEffect | undefined;
  return {
    element: element(
      'section',
      { class: 'card effectRuns', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, count),
      box,
    ),
    update({ shown }) {
      if (shown === drawn) return;
      drawn = shown;
      const paired = new Set(shown.pairs.filter(({ state }) => state === 'paired').flatMap(({ runs }) => runs));
      const inPairs = shown.runs.filter(({ id }) => paired.has(id)).length;
      const left = shown.runs.length - inPairs;
      setText(
        count,
        `${inPairs} in ${counted(shown.pairs.filter(({ state }) => state === 'paired').length, 'pair')}${left > 0 ? ` · ${left} not counted` : ''}`,
      );
      const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['run'] : undefined;
      fill(box, tableOf(shown, paired));
      if (focused !== undefined) box.querySelector<HTMLElement>(`[data-run="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}

/** So many levels stand side by side, a row for each seed; of more there is a row for each run. */
const MOST_SIDE_BY_SIDE = 4;

function tableOf(shown: ShownEffect, paired: ReadonlySet<string | null>): HTMLElement {
  const isWide = shown.levels.length <= MOST_SIDE_BY_SIDE;
  const { label, unit } = effectMetric(shown.metric);
  const caption = `${label}${unit === 'share' ? ', %' : unit === 'nats' ? ', nats' : ''}`;
  const hasAuthors = new Set(shown.runs.flatMap(({ author }) => author ?? [])).size > 1;
  const levels = isWide ? shown.levels.map(level => levelInWords(shown.factor, level)) : [shown.factor, caption];
  const heads = ['Seed', ...levels, ...(hasAuthors ? ['Author'] : []), 'Status'];
  return element(
    'table',
    {},
    element('caption', {}, isWide ? `${caption}, by ${shown.factor}` : caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        heads.map(head => element('th', { scope: 'col' }, head)),
      ),
    ),
    element('tbody', {}, isWide ? bySeed(shown, hasAuthors) : byRun(shown, { paired, hasAuthors })),
  );
}

/** A row for each seed, in it each level's run; what was replaced has a row of its own below. */
function bySeed(shown: ShownEffect, hasAuthors: boolean): HTMLElement[] {
  const { runs, levels, pairs } = shown;
  const seeds = [...new Set(runs.map(({ seed }) => seed))].toSorted((a, b) => a - b);
  const rowOf = (seed: number, members: readonly ToldRun[], isReplaced: boolean): HTMLElement => {
    const authors = [...new Set(members.flatMap(({ author }) => author ?? []))].join(', ');
    const cells = levels.map(level => {
      const run = members.find(one => one.level === level);
      return element('td', {}, run ? valueOf(run, shown) : '–');
    });
    const states = new Set(pairs.filter(pair => pair.seed === seed).map(({ state }) => state));
    const isLate = members.some(one => one.isLate);
    return element(
      'tr',
      { class: isReplaced ? 'notCounted' : undefined },
      element('th', { scope: 'row' }, `${seed}${isLate ? ' *' : ''}`),
      cells,
      hasAuthors ? element('td', { class: 'author' }, authors || '–') : [],
      element('td', { class: 'status' }, isReplaced ? [icon('circle-slash'), ' replaced'] : pairStatus(states)),
    );
  };
  return seeds.flatMap(seed => {
    const ofSeed = runs.filter(run => run.seed === seed);
    const replaced = ofSeed.filter(({ isReplaced }) => isReplaced);
    const counts = ofSeed.filter(({ isReplaced }) => !isReplaced);
    return [rowOf(seed, counts, false), ...(replaced.length > 0 ? [rowOf(seed, replaced, true)] : [])];
  });
}

function pairStatus(states: ReadonlySet<ToldPair['state']>): (HTMLElement | string)[] {
  if (states.has('refused')) return [icon('circle-slash'), ' refused'];
  if (states.has('diverged')) return [icon('error'), ' diverged'];
  if (states.has('failed')) return [icon('error'), ' failed'];
  if (states.has('waiting')) return [icon('clock'), ' not there yet'];
  return [icon('check'), ' paired'];
}

function byRun(
  shown: ShownEffect,
  { paired, hasAuthors }: { readonly paired: ReadonlySet<string | null>; readonly hasAuthors: boolean },
): HTMLElement[] {
  const sorted = shown.runs.toSorted((a, b) => a.seed - b.seed || shown.levels.indexOf(a.level) - shown.levels.indexOf(b.level));
  return sorted.map(run =>
    element(
      'tr',
      { class: run.isReplaced ? 'notCounted' : undefined },
      element('th', { scope: 'row' }, `${run.seed}${run.isLate ? ' *' : ''}`),
      element('td', {}, levelInWords(shown.factor, run.level)),
      element('td', {}, valueOf(run, shown)),
      hasAuthors ? element('td', { class: 'author' }, run.author ?? '–') : [],
      element('td', { class: 'status' }, statusOf(run, paired.has(run.id))),
    ),
  );
}

/** What a run came to, as a link to it; of one that is not done, how it is. */
function valueOf(run: ToldRun, { metric, factor }: ShownEffect): HTMLElement | (HTMLElement | string)[] {
  const { id, status, label, seed, level, values } = run;
  const value = values[effectMetricNames.indexOf(metric)] ?? null;
  const figure = status === 'completed' && value !== null ? valueOfMetric(effectMetric(metric).unit, value) : undefined;
  const words = figure === undefined ? statusOf(run, false) : [figure];
  if (status === 'queued' || status === 'missing') return words;
  const spokenLabel = `${factor} ${levelInWords(factor, level)}, seed ${seed}: ${figure ?? status}. Open the run`;
  const link = element(
    'button',
    { type: 'button', class: 'link', 'data-run': id, title: `${label}\n${id}`, 'aria-label': spokenLabel },
    words,
  );
  link.addEventListener('click', () => send({ type: 'openRun', runId: id }));
  return link;
}

function statusOf({ status, isReplaced }: ToldRun, isPaired: boolean): (HTMLElement | string)[] {
  if (isReplaced && status !== 'completed') return [icon('circle-slash'), ' replaced'];
  if (status === 'queued') return [icon('clock'), ' queued'];
  if (status === 'missing') return [icon('dash'), ' not begun'];
  if (status === 'completed') return isPaired ? [icon('check'), ' paired'] : [icon('pass'), ' completed'];
  return [icon(statusIcons[status]), ` ${status}`];
}
