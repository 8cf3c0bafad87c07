import { ThemeIcon, type QuickInputButton } from 'vscode';
import { sweptParameters, type SweptName } from '../../contract/formats/sweepPlan';
import { differencesInWords } from '../../experiment/runLabel';
import { estimateOfRunsInWords } from '../../experiment/estimateRuns';
import { planOfDraft, type SweepDraft } from '../../experiment/sweeps/sweepDraft';
import { variationInWords } from '../../experiment/sweeps/variationText';
import { counted } from '../../util/format';
import { messageOf } from '../../util/messageOf';
import type { Choice } from '../sinks/quickInput';
import { planOutlook, type OnMachine } from './planOutlook';

/** A row of the form of a sweep. */
export type SweepRow = Choice &
  (
    | { readonly row: 'run' | 'submit' | 'write' | 'kind' | 'base' | 'seeds' | 'runs' | 'hypothesis' | 'add' | 'separator' }
    | { readonly row: 'parameter'; readonly name: SweptName }
  );

const discard: QuickInputButton = { iconPath: new ThemeIcon('discard'), tooltip: 'Do not vary it' };

/** Why a draft is no plan yet; undefined if it is one. */
export function problemOfDraft(draft: SweepDraft, on: OnMachine): string | undefined {
  try {
    planOutlook(planOfDraft(draft), on);
    return undefined;
  } catch (error) {
    return messageOf(error).replace(/^the plan: /, '');
  }
}

export interface SweepRowFacts {
  readonly onMachine: OnMachine;
  readonly hasSlurm: boolean;
  /** What the parameters of the base are those of. */
  readonly baseLabel: string;
}

export function sweepFormRows(draft: SweepDraft, { onMachine, hasSlurm, baseLabel }: SweepRowFacts): SweepRow[] {
  const { kind, seeds, runs, base, hypothesis, parameters } = draft;
  const varied = sweptParameters.filter(({ name }) => parameters[name] !== undefined);
  return [
    ...startRows(draft, onMachine, hasSlurm),
    { row: 'separator', label: 'parameters that vary', isSeparator: true },
    ...varied.map((parameter): SweepRow => ({
      row: 'parameter',
      name: parameter.name,
      icon: 'circle-filled',
      label: parameter.name,
      description: variationInWords(parameter, parameters[parameter.name]!),
      detail: parameter.help,
      buttons: [discard],
    })),
    { row: 'add', icon: 'add', label: 'Vary a parameter…', ...(varied.length === 0 && { description: 'a plan needs one at least' }) },
    { row: 'separator', label: 'the plan', isSeparator: true },
    {
      row: 'kind',
      label: 'kind',
      description: kind === 'grid' ? 'grid: every combination of the values' : 'random: settings that are drawn',
    },
    ...(kind === 'random' ? [{ row: 'runs', label: 'runs', description: `${counted(runs, 'setting')} drawn` } as const] : []),
    { row: 'seeds', label: 'seeds', description: seedsInWords(seeds) },
    { row: 'base', label: 'base', description: [baseLabel, differencesInWords({ ...base, seed: 0 })].filter(Boolean).join(' · ') },
    { row: 'hypothesis', label: 'hypothesis', description: hypothesis || 'none' },
  ];
}

function startRows(draft: SweepDraft, on: OnMachine, hasSlurm: boolean): SweepRow[] {
  if (Object.keys(draft.parameters).length === 0) return [];
  const problem = problemOfDraft(draft, on);
  if (problem !== undefined) return [{ row: 'run', icon: 'error', label: 'This plan cannot be run', detail: problem }];
  const { runs, estimate } = planOutlook(planOfDraft(draft), on);
  const outlook = [counted(runs, 'run'), estimateOfRunsInWords(estimate)].filter(Boolean).join(' · ');
  return [
    { row: 'run', icon: 'play', label: 'Run plan', description: outlook, detail: 'Its file is kept in the folder that is open' },
    ...(hasSlurm ? [{ row: 'submit', icon: 'server-process', label: 'Submit to Slurm…', description: counted(runs, 'run') } as const] : []),
    { row: 'write', icon: 'file-code', label: 'Only write the plan', description: outlook },
  ];
}

export function seedsInWords(seeds: number | readonly number[]): string {
  if (typeof seeds === 'number')
    return `${seeds}: ${seeds === 1 ? 'the seed 0' : `the seeds 0 ${seeds === 2 ? 'and' : 'to'} ${seeds - 1}`}`;
  return seeds.join(', ');
}
