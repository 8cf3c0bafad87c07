import type { Sweep } from '../../contract/sweeps';
import { designOfSweep } from '../../designs/sweepStore';
import { parametersOfRun } from '../../experiment/sweeps/plannedSweepRuns';
import type { PlannedRun } from './plannedRun';

/** The runs of a sweep, in the order in which they are trained. */
export function sweepRuns({ id, base, engine, threads, runs }: Sweep): PlannedRun[] {
  return runs.map(run => ({ id: run.id, parameters: parametersOfRun(base, run), engine, threads, design: designOfSweep(id) }));
}
