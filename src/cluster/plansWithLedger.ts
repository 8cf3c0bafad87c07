import path from 'node:path';
import { comparisonStore } from '../designs/comparisonStore';
import { sweepStore } from '../designs/sweepStore';
import { fileStampIn } from '../files/readFiles';
import { realHomeOf } from '../runFolder/home';
import { messageOf } from '../util/messageOf';
import { clusterPlanOfComparison, clusterPlanOfSweep, type ClusterPlan } from './clusterPlan';
import { ledgerFile } from './slurm/folders';
import { readLedger, type Ledger } from './slurm/ledger';

/** A plan of which something was, or is to be, submitted; the same object as long as its files are the same, or cannot be read. */
export interface PlanWithLedger {
  readonly plan: ClusterPlan;
  readonly ledger: Ledger;
}

export interface BrokenPlan {
  /** Its own, or the one of all plans that could not be looked through. */
  readonly folder: string;
  readonly reason: string;
}

interface Known {
  readonly planStamp: string | undefined;
  readonly ledgerStamp: string | undefined;
  readonly found: PlanWithLedger;
}

type Kind = 'comparisons' | 'sweeps';

/** The plans beside some folders of runs that have a ledger. Files that are as they were are not read again. */
export class PlansWithLedger {
  /** By their folders. */
  private known = new Map<string, Known>();

  constructor(private readonly runsFolders: readonly string[]) {}

  /**
   * The oldest first. A plan that was read before and cannot be read now is still one of them, as it was: only what is not there is gone.
   * @returns `broken`: what cannot be read, and why
   */
  async find(): Promise<{ readonly found: readonly PlanWithLedger[]; readonly broken: readonly BrokenPlan[] }> {
    const now = new Map<string, Known>();
    const broken: BrokenPlan[] = [];
    const failed = (folder: string, error: unknown): void => void broken.push({ folder, reason: messageOf(error) });
    for (const runsFolder of this.runsFolders)
      for (const kind of ['comparisons', 'sweeps'] as const) {
        const store = kind === 'sweeps' ? sweepStore(runsFolder) : comparisonStore(runsFolder);
        try {
          const ids = await store.ids();
          if (ids.length === 0) continue;
          const home = await realHomeOf(runsFolder);
          for (const id of ids) {
            const folder = path.join(store.folder, id);
            const before = this.known.get(folder);
            const known = await this.read({ runsFolder, home, kind, id }, before).catch((error: unknown) => {
              failed(folder, error);
              return before;
            });
            if (known) now.set(folder, known);
          }
        } catch (error) {
          failed(store.folder, error);
          for (const [folder, known] of this.known) if (path.dirname(folder) === store.folder) now.set(folder, known);
        }
      }
    this.known = now;
    const found = Array.from(now.values(), known => known.found);
    return { found: found.sort((a, b) => (a.plan.id < b.plan.id ? -1 : 1)), broken };
  }

  private async read(
    { runsFolder, home, kind, id }: { readonly runsFolder: string; readonly home: string; readonly kind: Kind; readonly id: string },
    known: Known | undefined,
  ): Promise<Known | undefined> {
    const store = kind === 'sweeps' ? sweepStore(runsFolder) : comparisonStore(runsFolder);
    // The stamps come first: what is written meanwhile is read at the next time.
    const ledgerStamp = (await fileStampIn(home, `${kind}/${id}/${ledgerFile}`))?.text;
    const planFolder = path.join(home, kind, id);
    // Of what is there and has no stamp, reading it says why.
    if (ledgerStamp === undefined && !(await readLedger(planFolder, id))) return undefined;
    const planStamp = (await fileStampIn(home, `${kind}/${id}/${store.kind.file}`))?.text;
    const isSamePlan = known !== undefined && planStamp !== undefined && known.planStamp === planStamp;
    if (isSamePlan && ledgerStamp !== undefined && known.ledgerStamp === ledgerStamp) return known;
    const ledger = await readLedger(planFolder, id);
    // It was there a moment ago.
    if (!ledger) return undefined;
    if (isSamePlan) return { planStamp, ledgerStamp, found: { ...known.found, ledger } };
    return { planStamp, ledgerStamp, found: { plan: await readPlan(kind, id, runsFolder), ledger } };
  }
}

async function readPlan(kind: Kind, id: string, runsFolder: string): Promise<ClusterPlan> {
  if (kind === 'sweeps') return clusterPlanOfSweep(await sweepStore(runsFolder).read(id), runsFolder);
  return clusterPlanOfComparison(await comparisonStore(runsFolder).read(id), runsFolder);
}
