import { expectedLargest } from '../../statistics/distributions';
import { counted, grouped } from '../../util/format';
import { meanInWords } from './meanInWords';
import { seedsOf } from './plannedSweepRuns';
import type { RankedSetting, SweepRanking } from './ranking';
import { settingInWords } from './settingInWords';
import type { SweepResults } from './sweepResults';
import type { SweptState } from './sweptRuns';
import type { SweepShares, VarianceShare } from './varianceShares';

const states: Readonly<Record<SweptState, string>> = {
  done: 'done',
  diverged: 'diverged',
  failed: 'failed',
  waiting: 'not at the end',
  other: 'other than planned',
  unmeasured: 'without validation images',
};

/** `12 runs: 10 done, 1 diverged, 1 not at the end` */
export function countsInWords({ counts }: Pick<SweepRanking, 'counts'>): string {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const parts = (Object.keys(states) as SweptState[])
    .filter(state => counts[state] > 0)
    .map(state => `${grouped(counts[state])} ${states[state]}`);
  return `${counted(all, 'run')}: ${parts.join(', ')}`;
}

/** What stands at a setting beside its mean: `2 of 3 seeds`, `1 diverged`; empty where all is as it was planned. */
export function remarksOn({ runs, n }: RankedSetting): string {
  const remarks = n < runs.length ? [`${n} of ${counted(runs.length, 'seed')}`] : [];
  for (const state of Object.keys(states) as SweptState[]) {
    const count = runs.filter(run => run.state === state).length;
    if (count > 0 && state !== 'done') remarks.push(`${count} ${states[state]}`);
  }
  return remarks.join(', ');
}

/** Sentences on the best setting; the first names it, the others say what it is worth. Empty where none is ranked. */
export function bestInWords({ ranking, sweep }: Pick<SweepResults, 'ranking' | 'sweep'>): string[] {
  const [best] = ranking.settings;
  if (ranking.counts.unmeasured > 0 && ranking.ranked === 0)
    return ['Nothing can be ranked: the runs have no validation images (validation_samples 0), and test images choose nothing.'];
  if (best?.rank == null) return [];
  const { ranked } = ranking;
  const seeds = seedsOf(sweep.plan).length;
  const equals = ranking.settings.filter(({ rank }) => rank === 1).length;
  const which = equals > 1 ? `One of ${equals} equally good settings, the best of ${ranked}` : `The best of ${counted(ranked, 'setting')}`;
  const sentences = [
    `${which} by validation accuracy: ${settingInWords(best.values)}, ${meanInWords(best)} over ${counted(best.n, 'seed')}.`,
  ];
  if (ranked < 2) return sentences;
  const luck = luckOf(ranking);
  sentences.push(
    `Its figure is optimistic: the largest of ${ranked} means is the largest by luck too (the winner's curse), and trained again with other seeds it is likely to come out lower.` +
      (luck === undefined
        ? ''
        : ` Were all ${ranked} equally good, luck alone would put the best about ${(100 * luck).toFixed(2)} points above their mean.`),
  );
  sentences.push(
    seeds === 1
      ? 'With one seed nothing tells a better setting from a luckier one: plan more seeds, or ask digits effect about the parameter that matters.'
      : 'Whether it is better than another one, new seeds of both tell: digits effect.',
  );
  return sentences;
}

/** How far above the mean the best of so many equal settings stands on average: from the spread over the seeds. */
function luckOf({ settings, ranked }: SweepRanking): number | undefined {
  const spread = settings.filter(({ rank, deviation }) => rank !== null && deviation !== null);
  const freedom = spread.reduce((sum, { n }) => sum + n - 1, 0);
  if (freedom === 0) return undefined;
  const variance = spread.reduce((sum, { n, deviation }) => sum + (n - 1) * deviation! ** 2, 0) / freedom;
  const seeds = spread.reduce((sum, { n }) => sum + n, 0) / spread.length;
  return Math.sqrt(variance / seeds) * expectedLargest(ranked);
}

/** `62.1 %`; what is below 0 says no more than 0, and leaves of the rest no more than all of it. */
export function shareInWords(share: number): string {
  return share < 0 ? '≤ 0 %' : share > 1 ? '≥ 100 %' : signedShare(share);
}

function signedShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`.replace('-', '−');
}

/** `p < 0.001`, `p = 0.04` */
export function pInWords({ p }: Pick<VarianceShare, 'p'>): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(p < 0.01 ? 3 : 2)}`;
}

/** What the shares are, as the title of their table. */
export function sharesTitle({ kind }: SweepShares): string {
  return kind === 'random'
    ? 'What the variance of validation accuracy goes along with (ε², associations)'
    : 'Shares in the variance of validation accuracy (ω²)';
}

/** A row for each: its name, its share, and what tells it from chance. */
export function shareRows(shares: SweepShares): { readonly name: string; readonly share: string; readonly chance: string }[] {
  switch (shares.kind) {
    case 'none':
      return [];
    case 'grid':
      return [
        ...shares.shares.map(one => ({ name: one.name, share: shareInWords(one.share), chance: pInWords(one) })),
        { name: 'residual', share: shareInWords(shares.residual.share), chance: '' },
      ];
    case 'random':
      return shares.shares.map(one => ({
        name: one.name,
        share: shareInWords(one.share),
        chance: `${pInWords(one)}, chance alone ${signedShare(one.chance.low)} to ${signedShare(one.chance.high)}`,
      }));
  }
}

/** What the shares may be taken for. */
export function sharesNote({ shares, mixed }: Pick<SweepResults, 'shares' | 'mixed'>): string {
  if (shares.kind === 'none') return shares.reason;
  const others =
    mixed.length > 0
      ? ` The runs also differ in ${mixed.join(', ')}: what that did is in the shares too, so that they are associations.`
      : '';
  const of =
    shares.kind === 'grid'
      ? 'Of these values of the parameters, each by itself; other values have other shares. What parameters do only together, and what chance does, is the residual.'
      : 'These are associations, over the ranges of the plan: a parameter whose values went along with those of another one, or left out what diverged, has a share in what that did. What changing one parameter does, digits effect tells.';
  return of + others;
}
