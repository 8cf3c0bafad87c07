import { ThemeIcon, type QuickInputButton } from 'vscode';
import { defaultParameters, findParameter, parameterTable, type ParameterName } from '../../../contract/parameters';
import { rangeInBrief } from '../../../contract/rangeInWords';
import { amountInWords, comparisonTitle, hypothesisInWords } from '../../../experiment/effects/effectInWords';
import { effectMetric } from '../../../experiment/effects/effectMetrics';
import { estimateOfRunsInWords, estimateRuns } from '../../../experiment/estimateRuns';
import type { Machine } from '../../../experiment/estimate';
import { differencesInWords, valueInWords } from '../../../experiment/runLabel';
import { counted } from '../../../util/format';
import type { Choice } from '../../sinks/quickInput';
import { hypothesisOf, levelsInText, problemOf, type EffectDraft } from './effectDraft';

export type EffectField = 'factor' | 'levels' | 'count' | 'expected' | 'metric' | 'margin' | 'text' | 'reuses' | 'baseline';

/** A row of the form. */
export type EffectRow = Choice &
  (
    | { readonly row: 'start' | 'submit' }
    | { readonly row: 'separator' }
    | { readonly row: 'field'; readonly field: EffectField }
    | { readonly row: 'parameter'; readonly name: ParameterName }
  );

/** What the form knows besides what is filled in. */
export interface EffectFormFacts {
  /** Asked anew each time. */
  readonly machine: () => Machine;
  /** How many runs exist already that would take the place of new ones. */
  readonly reused: (draft: EffectDraft) => number;
  /** What a run is called. */
  readonly labelOf: (id: string) => string;
  /** Runs that train at a time. */
  readonly concurrent: () => number;
  /** Whether plans can be submitted to Slurm. */
  readonly hasSlurm: boolean;
}

const discard: QuickInputButton = { iconPath: new ThemeIcon('discard'), tooltip: 'Back to the default' };

const submitRow: EffectRow = { row: 'submit', icon: 'server-process', label: 'Submit to Slurm…' };

/** The rows: Enter on the first starts. */
export function effectFormRows(draft: EffectDraft, facts: EffectFormFacts): EffectRow[] {
  const { factor, levels, count, expected, metric, margin, text, reuses, baseline, baselineRun } = draft;
  const field = (name: EffectField, label: string, rest: Partial<Choice>): EffectRow => ({ row: 'field', field: name, label, ...rest });
  const held = parameterTable.map(({ name }) => name).filter(name => name !== factor);
  const reused = reuses ? facts.reused(draft) : 0;
  return [
    startRow(draft, facts, reused),
    ...(facts.hasSlurm && problemOf(draft) === undefined ? [submitRow] : []),
    heading('what changes'),
    field('factor', 'parameter', { description: factor, detail: findParameter(factor)!.help }),
    field('levels', 'levels', {
      description: levelsInText(factor, levels),
      detail: 'The first is what the others are compared with · a list, such as 32, 64',
    }),
    field('count', 'seeds', {
      description: String(count),
      detail: 'Replicates: each level is trained with each of these seeds, from the baseline’s seed on',
    }),
    heading('what you expect, before the first run'),
    field('expected', 'direction', {
      description: expected === null ? 'nothing: the answer will be an estimate' : expected,
      detail: 'higher, lower, or no effect: the verdict is on this alone',
      ...(expected !== null && { icon: 'circle-filled' }),
    }),
    field('metric', 'metric', { description: effectMetric(metric).label, detail: 'What is expected of; runs are chosen by validation' }),
    ...(expected === 'no effect'
      ? [
          field('margin', 'margin', {
            description: margin === null ? 'missing' : `± ${amountInWords(effectMetric(metric).unit, margin)}`,
            detail: 'Differences below it are no effect',
          }),
        ]
      : []),
    field('text', 'in your own words', { description: text === '' ? 'none' : text, ...(text !== '' && { icon: 'circle-filled' }) }),
    heading('how'),
    field('reuses', 'existing runs', {
      description: reuses
        ? `${counted(reused, 'run')} that exist and match are used again: the verdict is then an estimate`
        : 'not used: all runs are trained anew, with seeds whose results nobody has seen',
    }),
    heading('held equal'),
    field('baseline', 'baseline', {
      description: baselineRun === null ? `last parameters · ${differencesInWords(baseline) || 'defaults'}` : facts.labelOf(baselineRun),
    }),
    ...held.map(name => parameterRow(name, draft)),
  ];
}

/** `Effect of num_filters 32 → 64` */
export function titleOf({ factor, levels }: EffectDraft): string {
  return levels.length < 2 ? `What does ${factor} do?` : `What does one parameter do? ${comparisonTitle({ factor, levels: [...levels] })}`;
}

function startRow(draft: EffectDraft, facts: EffectFormFacts, reused: number): EffectRow {
  const problem = problemOf(draft);
  if (problem !== undefined) return { row: 'start', icon: 'error', label: 'It cannot start yet', detail: problem };
  const { levels, count, factor } = draft;
  const all = levels.length * count;
  const runs = [counted(all, 'run'), reused > 0 ? `${all - reused} new, ${reused} reused` : 'all new'].join(': ');
  const hypothesis = hypothesisOf(draft);
  const expectation = hypothesis
    ? `Expected: changing ${factor} ${hypothesisInWords(hypothesis)}`
    : 'No hypothesis: the answer will be an estimate';
  const late = draft.reuses && reused > 0 ? ' · reused runs make the verdict an estimate' : '';
  return {
    row: 'start',
    icon: 'play',
    label: 'Start',
    description: [runs, timeInWords(draft, facts, reused)].filter(Boolean).join(' · '),
    detail: `${expectation}${late}`,
  };
}

/** `about 12m30s on this machine`, for what is trained anew. */
function timeInWords({ levels, count, baseline, factor }: EffectDraft, { machine, concurrent }: EffectFormFacts, reused: number): string {
  const runs = levels.flatMap(level => Array.from({ length: count }, () => ({ ...baseline, [factor]: level })));
  if (reused >= runs.length) return 'nothing to train';
  // Which of them are reused makes little difference.
  const words = estimateOfRunsInWords(estimateRuns(runs.slice(reused), machine(), concurrent()));
  return words === '' ? '' : `${words} on this machine`;
}

function heading(label: string): EffectRow {
  return { row: 'separator', label, isSeparator: true };
}

function parameterRow(name: ParameterName, { baseline }: EffectDraft): EffectRow {
  const parameter = findParameter(name)!;
  const [value, usual] = [baseline, defaultParameters].map(of => valueInWords(name, of));
  const differs = value !== usual;
  const description = name === 'seed' ? `from ${value} on` : differs ? `${value} · default ${usual}` : value!;
  return {
    row: 'parameter',
    name,
    label: name,
    ...(differs && { icon: 'circle-filled', buttons: [discard] }),
    description,
    detail: `${parameter.help.replace(/\.$/, '')} · ${parameter.kind === 'choice' && parameter.choices.length > 2 ? `${parameter.choices.length} choices` : rangeInBrief(parameter)}`,
  };
}
