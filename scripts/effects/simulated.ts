import { holm } from '../../src/statistics/holm';
import { pairedT } from '../../src/statistics/pairedT';
import { random, type Random } from '../../src/util/random';

/** How the differences of pairs come out: of two levels of a parameter with the same seed. */
export interface Differences {
  readonly name: string;
  /** Of a parameter that does nothing. */
  readonly draw: (from: Random) => number;
  /** Whether the paired t-test is promised to hold. */
  readonly isPromised: boolean;
}

/** Box and Muller's. */
export function normal(from: Random): number {
  return Math.sqrt(-2 * Math.log(1 - from.uniform())) * Math.cos(2 * Math.PI * from.uniform());
}

/** Validation images, and how many of them are read right. */
const [IMAGES, ACCURACY] = [5_000, 0.99];

/** The accuracy of a run whose images are right independently of one another. */
function binomialAccuracy(from: Random): number {
  let wrong = 0;
  // The gaps between wrong images are geometric.
  for (let i = gap(from); i < IMAGES; i += 1 + gap(from)) wrong++;
  return 1 - wrong / IMAGES;
}

function gap(from: Random): number {
  return Math.floor(Math.log(1 - from.uniform()) / Math.log(ACCURACY));
}

/** One run of twenty collapses: to chance, whatever the parameter. */
function collapsing(from: Random): number {
  return from.uniform() < 0.05 ? 0.1 : 0.99 + 0.001 * normal(from);
}

export const differences: readonly Differences[] = [
  { name: 'normal', draw: normal, isPromised: true },
  { name: 'binomial, 5,000 images at 99 %', draw: from => binomialAccuracy(from) - binomialAccuracy(from), isPromised: true },
  // Centred, so that the true mean is 0.
  { name: 'lognormal', draw: from => Math.exp(normal(from)) - Math.exp(0.5), isPromised: false },
  { name: '5 % collapses, of either level', draw: from => collapsing(from) - collapsing(from), isPromised: false },
  // Less its mean: what five or ten seeds did not show is not in the interval.
  {
    name: '5 % collapses, of one level',
    draw: from => collapsing(from) - 0.99 - 0.001 * normal(from) + 0.05 * 0.89,
    isPromised: false,
  },
];

export const seedCounts = [3, 5, 10] as const;

export interface NullEffect {
  /** How often the 95 % interval held 0; comparisons without an interval, all of whose differences are equal, count as holding it. */
  readonly covered: number;
  /** How often p was below 0.05. */
  readonly significant: number;
  readonly comparisons: number;
}

/** Comparisons of two levels that do the same. */
export function nullEffect(of: Differences, seeds: number, comparisons: number): NullEffect {
  let [covered, significant] = [0, 0];
  for (let i = 0; i < comparisons; i++) {
    const from = random('effects', of.name, seeds, i);
    const { interval, p } = pairedT(Array.from({ length: seeds }, () => of.draw(from)));
    if (interval === null || (interval.low <= 0 && interval.high >= 0)) covered++;
    if (p !== null && p < 0.05) significant++;
  }
  return { covered, significant, comparisons };
}

/** How often one of several levels that all do the same as the reference is found to differ, by Holm's p values. */
export function falseFamilies(levels: number, seeds: number, comparisons: number): number {
  let found = 0;
  for (let i = 0; i < comparisons; i++) {
    const from = random('families', levels, seeds, i);
    // All levels share the runs of the reference.
    const reference = Array.from({ length: seeds }, () => normal(from));
    const values = Array.from({ length: levels }, () => pairedT(reference.map(one => normal(from) - one)).p!);
    if (holm(values).some(p => p < 0.05)) found++;
  }
  return found / comparisons;
}

/** How often a true effect, in standard deviations of the differences, is found. */
export function powerOf(effect: number, seeds: number, comparisons: number): number {
  let found = 0;
  for (let i = 0; i < comparisons; i++) {
    const from = random('power', effect, seeds, i);
    if (pairedT(Array.from({ length: seeds }, () => effect + normal(from))).p! < 0.05) found++;
  }
  return found / comparisons;
}

/** What statsmodels' `TTestPower().power(effect, nobs, 0.05)` says. */
export const knownPower: readonly { readonly effect: number; readonly seeds: number; readonly power: number }[] = [
  { effect: 0.5, seeds: 3, power: 0.084107 },
  { effect: 0.5, seeds: 5, power: 0.140517 },
  { effect: 0.5, seeds: 10, power: 0.293176 },
  { effect: 1, seeds: 3, power: 0.179255 },
  { effect: 1, seeds: 5, power: 0.40139 },
  { effect: 1, seeds: 10, power: 0.803097 },
  { effect: 2, seeds: 3, power: 0.470749 },
  { effect: 2, seeds: 5, power: 0.908885 },
  { effect: 2, seeds: 10, power: 0.999842 },
];
