import { findParameter, type ParameterName } from '../../contract/parameters';
import type { Sweep } from '../../contract/sweeps';
import { correlationRatios, FEWEST, type CorrelationRatio } from '../../statistics/correlationRatio';
import { groupsOfValues } from '../../statistics/groupsOfValues';
import { holm } from '../../statistics/holm';
import { omegaSquared } from '../../statistics/omegaSquared';
import { seedsOf, sweptNames } from './plannedSweepRuns';
import type { RankedSetting, SweepRanking } from './ranking';
import type { SweptRun } from './sweptRuns';

/** What a parameter, or the seed, makes up of the variance of the outcome. */
export interface VarianceShare {
  readonly name: ParameterName;
  /** ω² of a grid, ε² of a random sweep; may be below 0, which says no more than 0. */
  readonly share: number;
  /** Corrected for the number of parameters by Holm. */
  readonly p: number;
}

/** What there is of a grid: the shares of an analysis of variance. */
export interface GridShares {
  readonly kind: 'grid';
  readonly shares: readonly (VarianceShare & { readonly f: number; readonly df: number })[];
  readonly residual: { readonly share: number; readonly df: number };
}

/** What there is of a random sweep: how far the outcome goes along with each parameter. */
export interface RandomShares {
  readonly kind: 'random';
  readonly shares: readonly (VarianceShare & Pick<CorrelationRatio, 'groups' | 'chance'>)[];
  /** Settings with a mean. */
  readonly n: number;
}

/** Why there are none, in a sentence. */
export interface NoShares {
  readonly kind: 'none';
  readonly reason: string;
}

export type SweepShares = GridShares | RandomShares | NoShares;

/** The deals of more would be made anew with every run that ends. */
const MOST_LIVE = 2_000;

const none = (reason: string): NoShares => ({ kind: 'none', reason });

/** What the parameters of a sweep make up of the variance of validation accuracy. */
export function varianceShares(sweep: Pick<Sweep, 'plan' | 'id'>, runs: readonly SweptRun[], ranking: SweepRanking): SweepShares {
  const names = sweptNames(sweep.plan);
  return sweep.plan.kind === 'grid' ? gridShares(sweep, names, runs) : randomShares(sweep, names, ranking);
}

/** The seed is a factor of its own: all settings of a seed begin with the same weights and are measured on the same images. */
function gridShares({ plan }: Pick<Sweep, 'plan'>, names: readonly ParameterName[], runs: readonly SweptRun[]): SweepShares {
  const missing = runs.filter(({ value }) => value === null).length;
  if (missing > 0)
    return none(
      `The shares need a result of every run of the grid, since ω² holds where all combinations are there equally often; ${missing} of ${runs.length} have none.`,
    );
  const factors: readonly ParameterName[] = seedsOf(plan).length > 1 ? [...names, 'seed'] : names;
  const points = runs.map(({ values, seed, value }) => ({
    levels: factors.map(name => String(name === 'seed' ? seed : values[name])),
    outcome: value!,
  }));
  if (factors.length < 2) return none('One parameter with one seed leaves nothing for the residual: plan more seeds.');
  if (points.every(({ outcome }) => outcome === points[0]!.outcome))
    return none('All runs came to the same: there is no variance to share out.');
  const { factors: tested, residual } = omegaSquared(points);
  const adjusted = holm(tested.map(({ p }) => p));
  const shares = tested.map(({ omegaSquared: share, f, df }, i) => ({ name: factors[i]!, share, f, df, p: adjusted[i]! }));
  return { kind: 'grid', shares, residual: { share: 1 - shares.reduce((sum, { share }) => sum + share, 0), df: residual.df } };
}

function randomShares({ id }: Pick<Sweep, 'id'>, names: readonly ParameterName[], { settings }: SweepRanking): SweepShares {
  const measured = settings.filter(({ mean }) => mean !== null);
  const n = measured.length;
  if (n > MOST_LIVE && measured.length < settings.length)
    return none('Shares of so many settings are told when all of them have a result.');
  if (n < FEWEST) return none(`Shares need ${FEWEST} settings with a result, since those of fewer mean nothing; there are ${n}.`);
  const means = measured.map(({ mean }) => mean!);
  if (means.every(mean => mean === means[0])) return none('All settings came to the same: there is no variance to share out.');
  const grouped = names.flatMap(name => {
    const groups = groupsOf(name, measured);
    const count = new Set(groups).size;
    return count > 1 && count < n ? [{ name, groups }] : [];
  });
  const ratios = correlationRatios(
    means,
    grouped.map(({ groups }) => groups),
    id,
  );
  const adjusted = holm(ratios.map(({ p }) => p));
  return {
    kind: 'random',
    n,
    shares: ratios.map(({ epsilonSquared: share, groups, chance }, i) => ({
      name: grouped[i]!.name,
      share,
      groups,
      chance,
      p: adjusted[i]!,
    })),
  };
}

/** Numbers go by their neighbours, words by themselves. */
function groupsOf(name: ParameterName, settings: readonly RankedSetting[]): number[] {
  const values = settings.map(({ values: of }) => of[name]!);
  const kind = findParameter(name)!.kind;
  if (kind === 'integer' || kind === 'number') return groupsOfValues(values.map(Number));
  const words = [...new Set(values)];
  return values.map(value => words.indexOf(value));
}
