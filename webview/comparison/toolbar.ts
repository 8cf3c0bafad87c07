import { groupings, groupingInWords } from '../../src/experiment/comparison/grouping';
import { problemOf } from '../../src/experiment/runFilter';
import { element, icon, setText } from '../shared/dom';
import { createChoice } from '../shared/choice';
import type { PageView } from './pageView';
import type { Shown } from './shown';
import { createColumnMenu } from './table/columnMenu';

export interface Part {
  readonly element: HTMLElement;
  update(shown: Shown): void;
}

/** What is shown of the runs: a filter, the columns, the baseline, groups. */
export function createToolbar(view: PageView, more: readonly Part[] = []): Part {
  const filter = element('input', {
    type: 'text',
    class: 'filter',
    spellcheck: 'false',
    placeholder: 'Filter, such as num_filters > 32',
    'aria-label': 'Filter runs',
    'aria-describedby': 'filterProblem',
  });
  const problem = element('p', { id: 'filterProblem', class: 'filterProblem', role: 'status' });
  filter.addEventListener('input', () => view.set({ filter: filter.value }));
  filter.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || filter.value === '') return;
    filter.value = '';
    view.set({ filter: '' });
    event.preventDefault();
  });
  const columns = createColumnMenu(view);
  const baseline = createChoice('baseline', value => view.set({ baseline: value }));
  const grouping = createChoice('group by', value => view.set({ grouping: value }));
  return {
    element: element(
      'div',
      { class: 'toolbarAndProblem' },
      element(
        'div',
        { class: 'toolbar', role: 'group', 'aria-label': 'Table' },
        element('span', { class: 'filterBox' }, icon('filter'), filter),
        columns.element,
        baseline.element,
        grouping.element,
        more.map(part => part.element),
      ),
      problem,
    ),
    update(shown) {
      if (document.activeElement !== filter && filter.value !== shown.view.filter) filter.value = shown.view.filter;
      const wrong = problemOf(shown.view.filter);
      filter.setAttribute('aria-invalid', String(wrong !== undefined));
      const { shown: count } = shown.table;
      const total = shown.state.runs.length;
      setText(problem, wrong ?? (count < total ? `${count} of ${total} runs` : ''));
      problem.classList.toggle('isProblem', wrong !== undefined);
      columns.update(shown);
      const runs = shown.compared.map(({ id }) => ({ value: id, label: shown.labels.get(id) ?? id }));
      // One that is chosen and gone is none.
      baseline.show(
        [{ value: '', label: 'none' }, ...(runs.length > MOST_CHOICES ? runs.filter(({ value }) => value === shown.baseline?.id) : runs)],
        shown.baseline?.id ?? '',
      );
      grouping.show(
        groupings.map(value => ({ value, label: groupingInWords(value) })),
        shown.grouping,
      );
      for (const part of more) part.update(shown);
    },
  };
}

/** Of more runs the baseline is chosen in the table, by its key. */
const MOST_CHOICES = 200;
