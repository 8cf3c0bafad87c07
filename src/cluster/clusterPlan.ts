import path from 'node:path';
import type { ComparisonPlan } from '../contract/effects';
import type { Sweep } from '../contract/sweeps';
import { comparisonStore, designOfComparison } from '../designs/comparisonStore';
import type { KeptDesign } from '../designs/designStore';
import { designOfSweep, sweepStore } from '../designs/sweepStore';
import { countedRuns } from '../experiment/effects/planned';
import type { FindRun } from '../experiment/effects/pairs';
import { runsByPlace } from '../runs/designs/comparisonRuns';
import { nextStep } from '../runs/designs/nextStep';
import type { PlannedRun } from '../runs/designs/plannedRun';
import { sweepRuns } from '../runs/designs/sweepRuns';

/** A plan whose runs can be tasks of a cluster: one that is kept beside its runs. */
export interface ClusterPlan {
  readonly id: string;
  /** As the configs of its runs name it. */
  readonly design: string;
  /** Its own. */
  readonly folder: string;
  /** Its full path; `digits run-plan` takes it. */
  readonly file: string;
  readonly runsFolder: string;
  /** Run N is at the place N. */
  readonly runs: readonly PlannedRun[];
  /** The places of those that count. */
  readonly counted: readonly number[];
}

export function clusterPlanOfSweep({ id, folder, plan }: KeptDesign<Sweep>, runsFolder: string): ClusterPlan {
  const runs = sweepRuns(plan);
  const { kind } = sweepStore(runsFolder);
  return { id, design: designOfSweep(id), folder, file: path.join(folder, kind.file), runsFolder, runs, counted: [...runs.keys()] };
}

export function clusterPlanOfComparison({ id, folder, plan }: KeptDesign<ComparisonPlan>, runsFolder: string): ClusterPlan {
  const runs = runsByPlace(plan);
  const { kind } = comparisonStore(runsFolder);
  const counting = new Set(countedRuns(plan).map(run => run.id));
  const counted = runs.flatMap((run, i) => (counting.has(run.id) ? [i] : []));
  return { id, design: designOfComparison(id), folder, file: path.join(folder, kind.file), runsFolder, runs, counted };
}

/** The places of the runs that count and are neither done nor being trained. */
export function missingOf({ runs, counted }: ClusterPlan, find: FindRun): number[] {
  return counted.filter(place => nextStep(find(runs[place]!.id)) !== 'nothing');
}
