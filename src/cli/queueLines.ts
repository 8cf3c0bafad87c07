import { noLabels } from '../contract/labels';
import { distinctLabels } from '../experiment/distinctLabels';
import { counted } from '../util/format';
import { cutToWidth, displayWidth, padEndTo } from '../util/displayWidth';
import { maxOf } from '../util/extremes';
import { oneLine } from '../util/shownText';
import { endInWords, queueInWords } from '../wording/queueInWords';
import { failureInBrief } from '../wording/divergence';
import type { OpenQueue } from './openQueue';
import type { Output } from './output';
import type { QueueForecast } from './queueForecast';

const GAP = '  ';
const LEAST_NAME = 16;
const WIDEST = 200;

interface Row {
  /** `▸` of one at work, else its place in the queue. */
  readonly place: string;
  readonly id: string;
  readonly label: string;
  readonly facts: string;
}

/** A queue for a person: what is at work, what waits, what has failed, and a line with the whole of it. */
export function queueLines(
  { waiting, runs, atWork, file }: OpenQueue,
  { asked, ends, left, total, isGuess }: QueueForecast,
  { now, output: { isTerminal, columns, style } }: { readonly now: Date; readonly output: Output },
): string[] {
  const { runs: queued, failed, isPaused } = waiting;
  const nameable = [...queued, ...failed].map(run => ({ ...run, labels: { ...noLabels, ...run.labels } }));
  const known = new Set(runs.map(({ id }) => id));
  const others = runs.map(({ id, labels, config }) => ({ id, labels, parameters: config.parameters, parent: config.parent }));
  const labels = distinctLabels([...others, ...nameable.filter(({ id }) => !known.has(id))]);
  const endOf = new Map(asked.map(({ id }, i) => [id, isPaused || ends[i] === undefined ? '' : endInWords(ends[i], now)]));
  const rowOf = (place: string, id: string, ...facts: (string | false | undefined)[]): Row => ({
    place,
    id,
    label: oneLine(labels.get(id) ?? ''),
    facts: facts
      .filter(Boolean)
      .map(fact => oneLine(String(fact)))
      .join(' · '),
  });
  const rows = [
    ...atWork.map(({ overview: { id, config }, run }, i) =>
      rowOf(
        '▸',
        id,
        `epoch ${run.epochs.length + 1} of ${config.parameters.epochs ?? '?'}`,
        left[i] !== undefined && endInWords(left[i], now),
      ),
    ),
    ...queued.map((run, i) =>
      rowOf(String(i + 1), run.id, !run.isAsked && 'not started by you', run.isRetry && 'second try', run.design, endOf.get(run.id)),
    ),
    ...failed.map(({ id, reason, mayRetry }) => rowOf('×', id, `failed: ${failureInBrief(reason)}`, mayRetry && 'can be retried')),
  ];
  const facts = { waiting: asked.length, unasked: queued.length - asked.length, total, isGuess, isPaused };
  const sum = [atWork.length > 0 && `${atWork.length} at work`, queueInWords(facts, now), failed.length > 0 && `${failed.length} failed`];
  if (rows.length === 0) return [`Nothing is at work and nothing waits${isPaused ? '; the queue is paused' : ''}. ${oneLine(file)}`];
  return [...layOut(rows, isTerminal ? columns : WIDEST), style('dim', sum.filter(Boolean).join(' · ') || counted(rows.length, 'run'))];
}

/** Names get what room is left of the line. */
function layOut(rows: readonly Row[], room: number): string[] {
  const widthOf = (key: keyof Row): number =>
    maxOf(
      rows.map(row => displayWidth(row[key])),
      1,
    );
  const [place, id] = [widthOf('place'), widthOf('id')];
  const left = room - place - id - 3 * GAP.length - Math.min(widthOf('facts'), 40);
  const name = Math.min(widthOf('label'), Math.max(LEAST_NAME, left));
  return rows.map(row =>
    cutToWidth(
      [padEndTo(row.place, place), padEndTo(row.id, id), padEndTo(cutToWidth(row.label, name), name), row.facts].join(GAP),
      room,
    ).trimEnd(),
  );
}
