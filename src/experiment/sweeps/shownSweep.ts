import type { ShownSweep } from '../../contract/sweepPage';
import type { SweepPlan } from '../../contract/sweeps';
import { counted } from '../../util/format';
import { howRanked, howShared } from './howComputed';
import { seedsOf, sweptNames } from './plannedSweepRuns';
import { bestInWords, countsInWords, remarksOn, shareRows, sharesNote, sharesTitle } from './sweepInWords';
import type { SweepResults } from './sweepResults';
import type { SweepShares } from './varianceShares';

/** What is known besides the results. */
export interface AroundSweep extends Pick<ShownSweep, 'missing' | 'maySubmit' | 'whyFixed'> {
  /** `1 running, 5 waiting at Slurm`; empty if nothing is. */
  readonly atSlurm: string;
  /** Whether a run of that id is there, so that it can be opened. */
  readonly isThere: (id: string) => boolean;
}

/** What a sweep is called: its name, else `Grid of dropout, num_filters`. */
export function sweepTitle(plan: SweepPlan): string {
  return plan.name?.trim() || `${plan.kind === 'grid' ? 'Grid' : 'Random settings'} of ${sweptNames(plan).join(', ')}`;
}

/** A sweep as its page shows it. */
export function shownSweep(results: SweepResults, { missing, maySubmit, whyFixed, atSlurm, isThere }: AroundSweep): ShownSweep {
  const { sweep, ranking, shares } = results;
  const { plan, engine, threads, author, createdAt } = sweep;
  const names = sweptNames(plan);
  const by = author === null ? '' : ` by ${author}`;
  return {
    id: sweep.id,
    title: sweepTitle(plan),
    kind: plan.kind,
    names,
    counts: [countsInWords(ranking), atSlurm].filter(Boolean).join(' · '),
    origin: `Planned ${createdAt.slice(0, 10)}${by}; ${counted(seedsOf(plan).length, 'seed')} each, ${engine} with ${counted(threads, 'thread')}.`,
    hypothesis: plan.hypothesis ?? '',
    best: bestInWords(results),
    settings: ranking.settings.map(setting => {
      const { rank, values, mean, deviation, n, runs } = setting;
      return {
        rank,
        values,
        mean,
        deviation,
        n,
        remarks: remarksOn(setting),
        runs: runs.map(({ id, seed }) => ({ id, seed, isThere: isThere(id) })),
      };
    }),
    shares: { title: sharesTitle(shares), rows: rowsOf(shares), note: sharesNote(results) },
    how: { ranked: howRanked, shared: howShared(shares, plan.kind) },
    missing,
    maySubmit,
    whyFixed,
  };
}

/** With how long a bar is. */
function rowsOf(shares: SweepShares): ShownSweep['shares']['rows'] {
  if (shares.kind === 'none') return [];
  const values = [...shares.shares.map(({ share }) => share), ...(shares.kind === 'grid' ? [shares.residual.share] : [])];
  return shareRows(shares).map(({ name, share, chance }, i) => ({
    name,
    share: Math.min(1, Math.max(0, values[i]!)),
    words: share,
    chance,
  }));
}
