import type { OtherRuns } from '../../../src/contract/dashboard';
import type { ImageScores } from '../../../src/contract/inspection';
import { counted, grouped } from '../../../src/util/format';
import { messageOf } from '../../../src/util/messageOf';
import { append, element, setText } from '../dom';
import { shareInDigits } from './scoreBars';
import { nameOf } from './thumbnail';

type OtherRun = OtherRuns['runs'][number];

let made = 0;

/** What every other run on the same images says of one, some at a time. */
export function createOtherRunsTable(
  { index, truth }: Pick<ImageScores, 'index' | 'truth'>,
  names: readonly string[],
  ask: (offset: number) => Promise<OtherRuns>,
): HTMLElement {
  const title = element('h3', { id: `otherRunsTitle-${++made}` }, 'Other runs on the same images');
  const summary = element('p', { class: 'muted', role: 'status' }, 'Asking them…');
  const body = element('tbody');
  const heads = ['Run', 'Read as', 'Confidence'].map(head => element('th', { scope: 'col' }, head));
  const table = element(
    'table',
    { class: 'otherRuns', 'aria-labelledby': title.id, hidden: '' },
    element('thead', {}, element('tr', {}, heads)),
    body,
  );
  const more = element('button', { type: 'button', class: 'textButton', hidden: '' }, 'Show more');
  let asked = 0;
  let known = 0;
  let right = 0;
  const load = async (): Promise<void> => {
    more.disabled = true;
    try {
      const { total, runs } = await ask(asked);
      asked += runs.length;
      const read = runs.flatMap(({ verdict }) => (verdict.outcome === 'read' ? [verdict] : []));
      known += read.length;
      right += read.filter(({ predicted }) => predicted === truth).length;
      append(
        body,
        runs.map(run => rowOf(run, truth, names)),
      );
      table.hidden = asked === 0;
      more.hidden = runs.length === 0 || asked >= total;
      setText(summary, total === 0 ? 'No other run was tested on these images.' : inWords({ total, asked, known, right }));
    } catch (error) {
      setText(summary, `What they say of image ${index} could not be looked up: ${messageOf(error)}`);
    } finally {
      more.disabled = false;
    }
  };
  more.addEventListener('click', () => void load());
  void load();
  return element(
    'section',
    { class: 'otherRunsPart', 'aria-labelledby': title.id },
    title,
    summary,
    element('div', { class: 'scroller' }, table),
    more,
  );
}

function rowOf({ label, verdict }: OtherRun, truth: number, names: readonly string[]): HTMLElement {
  const name = element('th', { scope: 'row', title: label }, label);
  if (verdict.outcome === 'refused') return element('tr', {}, name, element('td', { colspan: '2', class: 'reason' }, verdict.reason));
  const { predicted, confidence } = verdict;
  const isRight = predicted === truth;
  return element(
    'tr',
    { class: isRight ? 'right' : 'wrong' },
    name,
    element('td', {}, `${nameOf(names, predicted)} ${isRight ? '· right' : '· wrong'}`),
    element('td', {}, confidence === null ? '–' : shareInDigits(confidence)),
  );
}

/** `3 of 5 read it rightly.` */
function inWords({ total, asked, known, right }: Readonly<Record<'total' | 'asked' | 'known' | 'right', number>>): string {
  const which = asked < total ? `Of the newest ${grouped(asked)} of ${counted(total, 'run')} ` : '';
  const unknown = asked - known;
  return [
    `${which}${grouped(right)}${which === '' ? ` of ${grouped(known)}` : ''} read it rightly.`,
    unknown === 0 ? '' : `Of ${counted(unknown, 'run')} it is not known.`,
  ]
    .filter(Boolean)
    .join(' ');
}
