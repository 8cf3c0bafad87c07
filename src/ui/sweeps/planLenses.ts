import path from 'node:path';
import { workspace, type TextDocument } from 'vscode';
import type { SweepPlan } from '../../contract/sweeps';
import { planIn } from '../../designs/readPlan';
import { estimateOfRunsInWords } from '../../experiment/estimateRuns';
import { sweptRuns } from '../../experiment/sweeps/sweptRuns';
import { counted } from '../../util/format';
import { messageOf } from '../../util/messageOf';
import type { Lens } from '../sinks/codeLenses';
import { runsFolderOfPlan, sweepOfPlan, type KnownSweeps } from './knownSweeps';
import { planOutlook, sweepOutlook, type PlanOutlook } from './planOutlook';
import type { SweepRunner } from './sweepRunner';

export interface LensParts {
  readonly sweeps: Pick<KnownSweeps, 'all' | 'findRun'>;
  /** Those that are open. */
  readonly runsFolders: readonly string[];
  readonly runner: SweepRunner;
  /** Whether a run waits for its turn or is trained. */
  readonly isUnderWay: (runId: string) => boolean;
  /** Whether plans can be submitted to Slurm. */
  readonly hasSlurm: boolean;
}

/** What can be done with the plan in a file: `Run plan · 12 runs · about 8m`; in Restricted Mode nothing. */
export function lensesOfPlan(
  { sweeps, runsFolders, runner, isUnderWay, hasSlurm }: LensParts,
  document: Pick<TextDocument, 'uri' | 'getText'>,
): Lens[] {
  if (!workspace.isTrusted) return [];
  const { uri } = document;
  const run = { line: 0, command: 'digitsLab.runPlan', argument: uri.toString() } as const;
  const submit = { ...run, icon: 'server-process', label: 'Submit to Slurm…', command: 'digitsLab.slurm.submit' } as const;
  const elsewhere: Lens[] = hasSlurm ? [submit] : [];
  try {
    const plan: SweepPlan = planIn(document.getText(), uri.fsPath);
    const begun = sweepOfPlan(sweeps, plan, runsFolderOfPlan(uri.fsPath, runsFolders));
    if (!begun)
      return [
        { ...run, icon: 'play', label: ['Run plan', ...outlookInWords(planOutlook(plan, runner.onMachine(plan)))].join(' · ') },
        ...elsewhere,
      ];
    const outlook = sweepOutlook(begun.plan, sweeps.findRun, runner.onMachine(begun.plan));
    const show = { line: 0, icon: 'graph-scatter', label: 'Show ranking', command: 'digitsLab.openSweep', argument: begun.id } as const;
    if (outlook.missing === 0) return [{ ...show, label: `Show ranking · all ${counted(outlook.runs, 'run')} done` }];
    const done = outlook.runs - outlook.missing;
    const time = estimateOfRunsInWords(outlook.estimate);
    const words = [`${done} of ${counted(outlook.runs, 'run')} done`, time && `${time} left`].filter(Boolean);
    const left = sweptRuns(begun.plan, sweeps.findRun).filter(
      ({ state, id }) => state === 'failed' || (state === 'waiting' && !isUnderWay(id)),
    );
    // There is nothing to be done but to wait.
    if (left.length === 0) return [{ ...show, label: ['Show ranking', ...words].join(' · ') }];
    return [{ ...run, icon: 'play', label: ['Run plan', ...words].join(' · ') }, ...elsewhere, show];
  } catch (error) {
    // The command says the same again, where there is room for it.
    const message = messageOf(error)
      .replace(`${uri.fsPath}: `, '')
      .replace(`${path.basename(uri.fsPath)}: `, '');
    return [{ ...run, icon: 'error', label: `This plan cannot be run: ${message}` }];
  }
}

function outlookInWords({ runs, estimate }: PlanOutlook): string[] {
  return [counted(runs, 'run'), estimateOfRunsInWords(estimate)].filter(Boolean);
}
