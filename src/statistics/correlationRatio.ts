import { random, shuffle } from '../util/random';

export interface CorrelationRatio {
  /** ε²: the share of the outcome's variance that goes along with the groups; below 0 where it is less than chance alone would show. */
  readonly epsilonSquared: number;
  /** Groups that the values were put into. */
  readonly groups: number;
  /** The middle 95 % of the ε² that come out where the same outcomes are dealt to the groups at random. */
  readonly chance: { readonly low: number; readonly high: number };
  /** How often one that is as large comes out at random. */
  readonly p: number;
}

/** Below it neither a share nor its interval means anything. */
export const FEWEST = 20;

/** Random deals; enough for the second digit of p. */
const DEALS = 1_999;

/**
 * How much of the variance of an outcome goes along with each of several groupings: the correlation ratio η², corrected for its bias, which is
 * ε² = 1 − (1 − η²)(n − 1)/(n − k) (Kelley, PNAS 21, 1935, 554–559), the adjusted R² of the groups' means. What chance alone shows is
 * found by dealing the outcomes to the groups at random (Pitman, Supplement to the JRSS 4, 1937); p counts the deal that was made as one of
 * them (Phipson and Smyth, 2010). It is an interval of chance, not of the share: resampling with replacement would make the share
 * larger than it is.
 * @param groupings of each the group of every outcome, whole numbers from 0; two groups or more
 * @param key decides the random deals, which all groupings have in common
 * @throws {Error} of fewer than 20 outcomes, or where nothing is left to vary within the groups
 */
export function correlationRatios(outcomes: readonly number[], groupings: readonly (readonly number[])[], key: string): CorrelationRatio[] {
  const n = outcomes.length;
  if (n < FEWEST) throw new Error(`There are ${n} outcomes: expected ${FEWEST} at least.`);
  const mean = outcomes.reduce((sum, outcome) => sum + outcome, 0) / n;
  const centred = Float64Array.from(outcomes, outcome => outcome - mean);
  const total = centred.reduce((sum, one) => sum + one ** 2, 0);
  if (total === 0) throw new Error('All outcomes are equal: expected some that differ.');
  const shares = groupings.map(grouping => shareOf(grouping, total));
  const observed = shares.map(share => share.of(centred));
  const dealt = groupings.map(() => new Float64Array(DEALS));
  const generator = random(key, 'correlation ratio');
  const deal = centred.slice();
  for (let i = 0; i < DEALS; i++) {
    shuffle(deal, generator);
    for (const [j, share] of shares.entries()) dealt[j]![i] = share.of(deal);
  }
  return observed.map((epsilonSquared, j) => {
    const sorted = dealt[j]!.toSorted();
    // Rounding must not tell a deal from an equal one.
    const asLarge = sorted.reduce((count, one) => count + Number(one >= epsilonSquared - 1e-12), 0);
    return {
      epsilonSquared,
      groups: shares[j]!.groups,
      chance: { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) },
      p: (1 + asLarge) / (1 + DEALS),
    };
  });
}

/** ε² of one grouping, of outcomes whose mean is 0. */
function shareOf(grouping: readonly number[], total: number): { readonly groups: number; of(centred: Float64Array): number } {
  const places = new Map([...new Set(grouping)].map((group, place) => [group, place]));
  const indexes = Uint32Array.from(grouping, group => places.get(group)!);
  const [n, groups] = [grouping.length, places.size];
  if (groups < 2 || groups >= n)
    throw new Error(`There are ${groups} groups of ${n} outcomes: expected two or more, and fewer than outcomes.`);
  const sizes = new Float64Array(groups);
  for (const index of indexes) sizes[index]!++;
  const sums = new Float64Array(groups);
  const of = (centred: Float64Array): number => {
    sums.fill(0);
    for (let i = 0; i < n; i++) sums[indexes[i]!]! += centred[i]!;
    const between = sums.reduce((sum, one, index) => sum + one ** 2 / sizes[index]!, 0);
    return 1 - ((1 - between / total) * (n - 1)) / (n - groups);
  };
  return { groups, of };
}

/** Between the two nearest, as NumPy's default. */
function quantile(sorted: Float64Array, probability: number): number {
  const place = (sorted.length - 1) * probability;
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (place - below);
}
