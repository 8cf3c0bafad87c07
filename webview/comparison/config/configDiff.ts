import type { ComparedRun } from '../../../src/contract/comparison';
import { configDiff, type ConfigRow } from '../../../src/experiment/comparison/configDiff';
import { element, fill, icon, spoken } from '../../shared/dom';
import { send } from '../host';
import type { Shown } from '../shown';
import type { Part } from '../toolbar';

/** What differs between the configurations of the baseline and the run that is selected. */
export function createConfigDiff(): Part {
  const open = element('button', { type: 'button', class: 'link' }, 'Open in diff editor');
  const body = element('div', { class: 'diffBody' });
  const heading = element('h2', { id: 'configDiff' }, 'Configuration diff');
  let drawn: readonly unknown[] = [];
  let pair: readonly [ComparedRun, ComparedRun] | undefined;
  open.addEventListener('click', () => {
    if (pair) send({ type: 'diff', from: pair[0].id, to: pair[1].id });
  });
  return {
    element: element(
      'section',
      { class: 'card configDiff', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, element('div', { class: 'tools' }, open)),
      body,
    ),
    update(shown) {
      pair = pairOf(shown);
      open.hidden = !pair;
      const inputs = [...(pair ?? []), shown.labels];
      if (inputs.length === drawn.length && inputs.every((one, i) => one === drawn[i])) return;
      drawn = inputs;
      if (pair) fill(body, diffOf(pair, shown.labels));
      else fill(body, element('p', { class: 'muted' }, 'Choose a baseline and another run.'));
    },
  };
}

/** The baseline, and the run that is selected; where it is the baseline or none is, the first other one of the table. */
export function pairOf({ baseline, compared, view, table }: Shown): readonly [ComparedRun, ComparedRun] | undefined {
  const isOther = (id: string): boolean => id !== baseline?.id && compared.some(run => run.id === id);
  const ids = table.rows.flatMap(row => (row.kind === 'run' ? [row.run.id] : row.rows.map(({ run }) => run.id)));
  const id = view.selected !== null && isOther(view.selected) ? view.selected : ids.find(isOther);
  const other = compared.find(run => run.id === id);
  return baseline && other ? [baseline, other] : undefined;
}

function diffOf(pair: readonly [ComparedRun, ComparedRun], labels: ReadonlyMap<string, string>): HTMLElement[] {
  const diff = configDiff(pair);
  const [from, to] = pair.map(({ id }) => labels.get(id) ?? id);
  const names = element('p', { class: 'diffNames' }, from!, icon('arrow-right'), spoken('to'), element('strong', {}, to!));
  const differing = [...diff.differing, ...diff.making];
  return [
    names,
    differing.length === 0
      ? element('p', { class: 'muted' }, 'Nothing differs that is known of both.')
      : element(
          'table',
          { class: 'diffTable' },
          element('caption', { class: 'visuallyHidden' }, `What differs between ${from} and ${to}`),
          element('tbody', {}, differing.map(linesOf)),
        ),
    folded(`${diff.equal.length} equal parameters`, diff.equal),
    folded(`${diff.equalMaking.length} equal facts: engine, data, code, machine`, diff.equalMaking),
    folded(`${diff.untold.length} parameters not known of both`, diff.untold),
  ].flat();
}

function linesOf({ name, values }: ConfigRow): HTMLElement[] {
  const line = (sign: string, of: string, value: string | undefined): HTMLElement =>
    element(
      'tr',
      { class: of },
      element(
        'td',
        { class: 'sign' },
        element('span', { 'aria-hidden': 'true' }, sign),
        spoken(of === 'removed' ? 'baseline' : 'other run'),
      ),
      element('th', { scope: 'row' }, name),
      element('td', {}, element('span', { class: 'diffValue' }, value ?? '')),
    );
  return [line('−', 'removed', values[0]), line('+', 'added', values[1])];
}

function folded(summary: string, rows: readonly ConfigRow[]): HTMLElement[] {
  if (rows.length === 0) return [];
  const list = rows.map(({ name, values }) =>
    element('div', { class: 'fact' }, element('dt', {}, name), element('dd', {}, [...new Set(values)].join(', '))),
  );
  return [element('details', {}, element('summary', {}, summary), element('dl', {}, list))];
}
