import path from 'node:path';
import type { Sweep, SweepPlan } from '../../contract/sweeps';
import { sweepStore } from '../../designs/sweepStore';
import { isFaithful } from '../../experiment/sweeps/isFaithful';
import { isSamePlan } from '../../experiment/sweeps/samePlan';
import { homeOf } from '../../runFolder/home';
import { isInside } from '../../util/isInside';
import { KnownDesigns, type KnownDesign, type KnownDesignsOptions } from '../designs/knownDesigns';

export type KnownSweep = KnownDesign<Sweep>;
export type KnownSweeps = KnownDesigns<Sweep>;

/** The sweeps of a workspace. */
export function knownSweeps(options: Pick<KnownDesignsOptions<Sweep>, 'lab' | 'log'>): KnownSweeps {
  return new KnownDesigns<Sweep>({ ...options, what: 'sweep', storeOf: sweepStore });
}

/** The sweep of an equal plan in a folder of runs, the newest of them. */
export function sweepOfPlan({ all }: Pick<KnownSweeps, 'all'>, plan: SweepPlan, runsFolder: string): KnownSweep | undefined {
  return all.findLast(one => one.runsFolder === runsFolder && isSamePlan(one.plan.plan, plan) && isFaithful(one.plan));
}

/** The folder of the runs of a plan: the one that is open where the plan lies, else the first. @throws {Error} if no folder is open */
export function runsFolderOfPlan(planFile: string, runsFolders: readonly string[]): string {
  const beside = runsFolders.find(folder => isInside(planFile, path.dirname(homeOf(folder))));
  const found = beside ?? runsFolders[0];
  if (found === undefined) throw new Error('Runs are kept in the folder that is open: open one first.');
  return found;
}
