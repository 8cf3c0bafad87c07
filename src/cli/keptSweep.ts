import type { Sweep, SweepPlan } from '../contract/sweeps';
import type { KeptDesign } from '../designs/designStore';
import { plannedSweepRuns } from '../experiment/sweeps/plannedSweepRuns';
import { listRuns } from '../runFolder/listRuns';
import { conditionsHere } from '../runs/designs/conditionsHere';
import { beginOnce, begunSweep } from '../runs/designs/sweepFor';
import type { Cli } from './context';
import { ExitCode } from './exitCode';
import { withInspector } from './withInspector';

/**
 * The sweep that was begun of an equal plan, or a new one; an exit code where the person stopped it.
 * @param how threads: of each run of a new one
 * @throws {PlanError} for a plan that cannot be run
 */
export async function keptSweep(
  plan: SweepPlan,
  { folder, threads }: { readonly folder: string; readonly threads: number },
  cli: Cli,
): Promise<KeptDesign<Sweep> | number> {
  const begun = await begunSweep(plan, folder);
  if (begun) return begun;
  // A plan that cannot be run is told before an engine is looked for.
  plannedSweepRuns(plan);
  let kept: KeptDesign<Sweep> | undefined;
  const exitCode = await withInspector(cli, async inspector => {
    const conditions = await conditionsHere(inspector, { engine: plan.engine ?? 'auto', threads });
    // Another task may have been faster, and all runs there are need not be read.
    kept = (await begunSweep(plan, folder)) ?? (await beginOnce(plan, { conditions, existing: (await listRuns(folder)).runs }, folder));
    return ExitCode.done;
  });
  return kept ?? exitCode;
}
