import type { EffectState } from '../../../src/contract/effectPage';
import { effectMetricNames } from '../../../src/contract/formats/comparisonFile';
import { effectMetric, effectMetrics } from '../../../src/experiment/effects/effectMetrics';
import { methods } from '../../../src/experiment/effects/method';
import { differenceGroups, type DifferenceGroup } from '../../../src/report/effects/differenceRows';
import { differenceSvg } from '../../../src/report/effects/differenceSvg';
import { differencesCsv } from '../../../src/report/effects/effectCsv';
import { createChoice } from '../../shared/choice';
import { element, fill, icon, setText } from '../../shared/dom';
import { createExportMenu } from '../../shared/exportMenu';
import type { EffectView } from '../effectView';
import { createHowComputed } from '../howComputed';
import { send } from '../host';
import type { Part } from '../part';
import { createDifferenceDrawing } from './drawing';
import { differenceTables } from './differenceTable';

/** What a metric is for: runs are chosen by validation alone. */
export const roles = {
  choosing: 'choosing',
  reported: 'reported, never chosen by',
  time: 'time: it also depends on the machine',
} as const;

/** Each pair with both values and the difference, and the mean with its interval, of one metric at a time. */
export function createDifferenceSection(view: EffectView): Part {
  let state: EffectState | undefined;
  let groups: readonly DifferenceGroup[] = [];
  const metric = createChoice('metric', value => view.set({ metric: effectMetricNames.find(name => name === value) ?? null }));
  const drawing = createDifferenceDrawing();
  const table = element('div', {
    class: 'scroller differenceTables',
    tabindex: '0',
    role: 'group',
    'aria-label': 'Difference by seed as a table',
    hidden: '',
  });
  const toggle = element('button', {
    type: 'button',
    class: 'iconButton',
    'aria-pressed': 'false',
    title: 'Difference by seed as a table',
  });
  toggle.append(icon('table'), element('span', { class: 'visuallyHidden' }, 'Difference by seed as a table'));
  toggle.addEventListener('click', () => {
    const asTable = toggle.getAttribute('aria-pressed') !== 'true';
    toggle.setAttribute('aria-pressed', String(asTable));
    drawing.element.hidden = asTable;
    table.hidden = !asTable;
    fill(table, asTable ? differenceTables(groups) : []);
  });
  const heading = element('h2', { id: 'differenceBySeed' }, 'Difference by seed');
  const role = element('span', { class: 'roleChip' });
  const how = createHowComputed('the difference by seed', [methods.effect, methods.metrics]);
  const note = element('p', { class: 'muted sectionNote', hidden: '' });
  const sentence = element('p', { class: 'metricSentence' });
  const exportMenu = createExportMenu({
    label: 'Export the difference by seed',
    csv: () => (state ? differencesCsv(state.shown) : ''),
    svg: palette => differenceSvg(groups, { title: state?.shown.title ?? '', palette }),
    fileName: () => `effect-of-${state?.shown.factor ?? ''}`,
    send,
  });
  return {
    element: element(
      'section',
      { class: 'card difference', 'aria-labelledby': heading.id },
      element('div', { class: 'cardHead' }, heading, role, element('div', { class: 'tools' }, metric.element, toggle, exportMenu)),
      sentence,
      drawing.element,
      table,
      note,
      how.button,
      how.text,
    ),
    update(now, saved) {
      state = now;
      const { shown } = now;
      const name = saved.metric ?? shown.metric;
      const chosen = effectMetric(name);
      metric.show(
        effectMetrics.map(one => ({
          value: one.name,
          label: `${upperFirst(one.label)}${one.role === 'choosing' ? '' : one.role === 'time' ? ' (time)' : ' (reported)'}`,
        })),
        name,
      );
      setText(role, roles[chosen.role]);
      role.dataset['role'] = chosen.role;
      groups = differenceGroups(shown, name);
      const effects = groups.map(({ effect }) => effect);
      setText(sentence, name === shown.metric ? '' : effects.map(one => one.sentence).join(' '));
      sentence.hidden = name === shown.metric;
      drawing.show(groups, `Difference of ${chosen.label} by seed, ${effects.map(({ n }) => `${n} pairs that count`).join(', ')}`);
      if (!table.hidden) fill(table, differenceTables(groups));
      const notes = [
        groups.some(({ rows }) => rows.some(({ isLate }) => isLate)) && '* chosen when results could be seen.',
        effects.length > 1 && 'p by Holm; intervals by Bonferroni, so that all of them hold at once with 95 %.',
        ...effects.flatMap(one =>
          one.disagrees
            ? [`${String(one.levels[1])}: p by Holm and the interval by Bonferroni disagree on whether there is a difference.`]
            : [],
        ),
      ].filter(Boolean);
      setText(note, notes.join(' '));
      note.hidden = notes.length === 0;
    },
  };
}

function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
