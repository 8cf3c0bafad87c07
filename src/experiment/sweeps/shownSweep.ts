import type { ShownSweep } from '../../contract/sweepPage';
import { counted } from '../../util/format';
import { howRanked, howShared } from './howComputed';
import { seedsOf, sweptNames } from './plannedSweepRuns';
import { bestInWords, countsInWords, remarksOn, shareRows, sharesNote, sharesTitle } from './sweepInWords';
import type { SweepResults } from './sweepResults';
import type { SweepShares } from './varianceShares';

/** What is known besides the results. */
export interface AroundSweep extends Pick<ShownSweep, 'missing' | 'whyFixed'> {
  /** Whether a run of that id is there, so that it can be opened. */
  readonly isThere: (id: string) => boolean;
}

/** A sweep as its page shows it. */
export function shownSweep(results: SweepResults, { missing, whyFixed, isThere }: AroundSweep): ShownSweep {
  const { sweep, ranking, shares } = results;
  const { plan, engine, threads, author, createdAt } = sweep;
  const names = sweptNames(plan);
  const title = plan.name?.trim() || `${plan.kind === 'grid' ? 'Grid' : 'Random settings'} of ${names.join(', ')}`;
  const by = author === null ? '' : ` by ${author}`;
  return {
    id: sweep.id,
    title,
    kind: plan.kind,
    names,
    counts: countsInWords(ranking),
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
