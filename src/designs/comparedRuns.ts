import path from 'node:path';
import { AT_ONCE } from '../runFolder/listRuns';
import { readOverview, type RunOverview } from '../runFolder/readRun';
import { mapAtOnce } from '../util/mapAtOnce';

interface Planned {
  readonly runs: readonly { readonly id: string }[];
}

/** A run by its id; undefined where there is none. */
export type FindOverview = (id: string) => RunOverview | undefined;

/** Finds the runs of designs as their folders have them now; one that cannot be read is not there. */
export async function comparedRuns(plans: readonly Planned[], runsFolder: string): Promise<FindOverview> {
  const ids = new Set(plans.flatMap(({ runs }) => runs.map(({ id }) => id)));
  const found = new Map<string, RunOverview>();
  await mapAtOnce([...ids], AT_ONCE, async id => {
    const run = await readOverview(path.join(runsFolder, id)).catch(() => undefined);
    if (run) found.set(id, run);
  });
  return id => found.get(id);
}
