import type { DashboardState } from '../../../src/contract/dashboard';
import { defaultParameters, parameterTable, type KnownParameters, type Parameters } from '../../../src/contract/parameters';
import { differingParameters } from '../../../src/experiment/differences';
import { valueInWords } from '../../../src/experiment/runLabel';
import { element, icon, setText, spoken } from '../../shared/dom';
import { remember, remembered } from '../remembered';
import { createSegments } from '../../shared/segments';
import type { View } from '../views/view';

/** The parameters of the run beside its parent's, or the defaults. */
export function createConfigTable(): View {
  const count = element('span', { class: 'muted' });
  const root = element('div', { class: 'scroller configScroller', tabindex: '0', role: 'group', 'aria-label': 'Configuration' });
  let shown: string | undefined;
  let latest: DashboardState | undefined;

  const show = (): void => {
    if (!latest?.run.config) return;
    const { run, parent } = latest;
    const { parameters } = run.config!;
    const { showsAllParameters } = remembered();
    const key = JSON.stringify([parameters, parent?.runId, parent?.label, showsAllParameters]);
    if (key === shown) return;
    shown = key;
    const from = parent?.parameters ?? defaultParameters;
    const differing = differingParameters(parameters, from);
    const verb = differing.length === 1 ? 'differs' : 'differ';
    setText(count, `${differing.length} of ${parameterTable.length} ${verb} from ${parent ? 'parent' : 'defaults'}`);
    const names = parameterTable.map(({ name }) => name).filter(name => showsAllParameters || differing.includes(name));
    root.replaceChildren(
      names.length > 0
        ? tableOf({ names, differing, parameters, from, fromLabel: parent ? 'Parent' : 'Default' })
        : element('p', { class: 'muted' }, `Every parameter has ${parent ? "the parent's value" : 'its default'}.`),
    );
  };
  const choice = createSegments({
    label: 'Which parameters',
    options: [
      { value: 'differing', label: 'Differing' },
      { value: 'all', label: 'All' },
    ],
    value: remembered().showsAllParameters ? 'all' : 'differing',
    onChange: value => {
      remember({ showsAllParameters: value === 'all' });
      show();
    },
  });
  const heading = element('h2', { id: 'configuration' }, 'Configuration');
  const head = element('div', { class: 'cardHead' }, heading, count, element('div', { class: 'tools' }, choice));
  return {
    element: element('section', { class: 'card', 'aria-labelledby': heading.id }, head, root),
    update(state) {
      latest = state;
      show();
    },
  };
}

interface Comparison {
  readonly names: readonly (keyof Parameters)[];
  readonly differing: readonly (keyof Parameters)[];
  readonly parameters: Parameters;
  readonly from: KnownParameters;
  readonly fromLabel: string;
}

function tableOf({ names, differing, parameters, from, fromLabel }: Comparison): HTMLElement {
  const rows = names.map(name => {
    const differs = differing.includes(name);
    const mark = differs ? [icon('circle-small-filled'), spoken('differs: ')] : [];
    return element(
      'tr',
      { class: differs ? 'differs' : undefined },
      element('th', { scope: 'row' }, mark, name),
      valueCell(valueInWords(name, parameters)),
      valueCell(valueInWords(name, from), 'muted'),
    );
  });
  const heads = ['Parameter', 'This run', fromLabel].map(head => element('th', { scope: 'col' }, head));
  return element(
    'table',
    { class: 'configTable' },
    element('caption', { class: 'visuallyHidden' }, 'Configuration'),
    element('thead', {}, element('tr', {}, heads)),
    element('tbody', {}, rows),
  );
}

/** A long value is cut; its tooltip has it whole. */
function valueCell(value: string, name?: string): HTMLElement {
  return element('td', { class: name, title: value }, value);
}
