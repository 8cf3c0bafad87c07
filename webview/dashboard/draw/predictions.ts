import type { ReadDrawing } from '../../../src/contract/inspection';
import { maxOf } from '../../../src/util/extremes';
import { percent } from '../../../src/util/format';
import { element, fill } from '../../shared/dom';

type RunReading = ReadDrawing['runs'][number];
type Reader = RunReading & { readonly result: { readonly outcome: 'read' } };

/** Of more classes only the most probable have a row. */
const MOST_CLASSES = 15;
const MOST_ROWS = 10;

export interface Predictions {
  readonly element: HTMLElement;
  /** Undefined while nothing is drawn. */
  show(read: ReadDrawing | undefined): void;
}

/** What runs take a drawing for: a column a run with a bar for each class, the most probable above in words. */
export function createPredictions(labelledBy: string): Predictions {
  const table = element('table', { class: 'predictions', 'aria-labelledby': labelledBy });
  // It scrolls by the arrow keys.
  const scroller = element('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-labelledby': labelledBy, hidden: '' }, table);
  const remarks = element('div', { class: 'predictionRemarks muted' });
  return {
    element: element('div', { class: 'predictionsPart' }, scroller, remarks),
    show(read) {
      const readers = readersOf(read);
      scroller.hidden = readers.length === 0;
      fill(table, tableOf(readers));
      fill(
        remarks,
        remarksOf(read, readers).map(remark => element('p', {}, remark)),
      );
    },
  };
}

/** `“baseline”: 1, 99.82 %` of each run, in sentences. */
export function predictionsInWords(read: ReadDrawing | undefined): string {
  return readersOf(read)
    .map(({ label, result }) => {
      const { name, probability } = topOf(result);
      return `${label}: ${name}, ${percent(probability)}.`;
    })
    .join(' ');
}

function readersOf(read: ReadDrawing | undefined): Reader[] {
  return (read?.runs ?? []).filter((run): run is Reader => run.result.outcome === 'read');
}

function topOf({ probabilities, classes }: Reader['result']): { readonly name: string; readonly probability: number } {
  const at = probabilities.reduce((best, p, i) => (p > probabilities[best]! ? i : best), 0);
  return { name: classes[at] ?? String(at), probability: probabilities[at] ?? 0 };
}

function tableOf(readers: readonly Reader[]): HTMLElement[] {
  const heads = readers.map(({ label, result }) => {
    const { name, probability } = topOf(result);
    const answer = element('span', { class: 'answer' }, element('strong', {}, name), ` ${percent(probability)}`);
    return element('th', { scope: 'col', title: label }, element('span', { class: 'runName' }, label), answer);
  });
  const rows = rowsOf(readers).map(name =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, name),
      readers.map(({ result }) => cell(result, name)),
    ),
  );
  return [element('thead', {}, element('tr', {}, element('td', {}), heads)), element('tbody', {}, rows)];
}

/** The names of the classes, in their order; of many the most probable ones first. */
function rowsOf(readers: readonly Reader[]): string[] {
  const names = [...new Set(readers.flatMap(({ result }) => result.classes))];
  if (names.length <= MOST_CLASSES) return names;
  const most = (name: string): number =>
    maxOf(
      readers.map(({ result }) => probabilityOf(result, name) ?? 0),
      0,
    );
  const probable = new Map(names.map(name => [name, most(name)]));
  return names.toSorted((a, b) => probable.get(b)! - probable.get(a)!).slice(0, MOST_ROWS);
}

function probabilityOf({ probabilities, classes }: Reader['result'], name: string): number | undefined {
  return probabilities[classes.indexOf(name)];
}

function cell(result: Reader['result'], name: string): HTMLElement {
  const probability = probabilityOf(result, name);
  if (probability === undefined) return element('td', {});
  const bar = element('span', { class: 'probabilityBar' });
  bar.style.setProperty('--share', String(probability));
  const isTop = topOf(result).name === name;
  return element('td', { class: isTop ? 'top' : undefined }, bar, element('span', { class: 'percent' }, percent(probability)));
}

function remarksOf(read: ReadDrawing | undefined, readers: readonly Reader[]): string[] {
  if (!read) return [];
  const { runs, left, whyNot } = read;
  const refused = runs.flatMap(({ label, result }) => (result.outcome === 'refused' ? [`${label}: ${result.reason}`] : []));
  const classes = new Set(readers.flatMap(({ result }) => result.classes)).size;
  return [
    ...(whyNot === null ? [] : [whyNot]),
    ...refused,
    ...(classes > MOST_CLASSES ? [`The ${MOST_ROWS} most probable of ${classes} classes.`] : []),
    ...(left > 0 ? [`${left} more ${left === 1 ? 'run' : 'runs'} could read it: check the runs that are to.`] : []),
  ];
}
