import type { Random } from '../../src/util/random';

/** How the scores of the simulated images are distributed: those of the true class are drawn likewise, and moved up by a shift. */
export interface Distribution {
  readonly name: string;
  /** A score for each class of one image. */
  readonly draw: (random: Random, into: Float64Array) => void;
  /** The shift at which a positive scores higher than a negative with the probability `auroc`. */
  readonly shift: (auroc: number) => number;
}

const independent =
  (one: (random: Random) => number) =>
  (random: Random, into: Float64Array): void => {
    for (let i = 0; i < into.length; i++) into[i] = one(random);
  };

const gaussian: Distribution = {
  name: 'normal',
  draw: independent(normal),
  shift: auroc => solved(shift => normalCdf(shift / Math.SQRT2), auroc, 10),
};

export const distributions: readonly Distribution[] = [
  gaussian,
  // Their long tail points downwards: few positives score far too low, and so cost most of the area. The difference of two is Laplace's.
  { name: 'exponential', draw: independent(random => -exponential(random)), shift: auroc => -Math.log(2 * (1 - auroc)) },
  { name: 't3', draw: independent(t3), shift: auroc => solved(t3DifferenceCdf, auroc, 100) },
];

/** Normal scores, any two of an image with a correlation of one half. */
export const correlatedScores: Distribution = { ...gaussian, name: 'normal, correlated', draw: correlated };

/** Marsaglia's polar method. */
export function normal(random: Random): number {
  for (;;) {
    const u = 2 * random.uniform() - 1;
    const v = 2 * random.uniform() - 1;
    const w = u * u + v * v;
    if (w > 0 && w < 1) return u * Math.sqrt((-2 * Math.log(w)) / w);
  }
}

export function exponential(random: Random): number {
  return -Math.log(1 - random.uniform());
}

/** Bailey's polar method (1994) for Student's t with three degrees of freedom. */
export function t3(random: Random): number {
  for (;;) {
    const u = 2 * random.uniform() - 1;
    const v = 2 * random.uniform() - 1;
    const w = u * u + v * v;
    if (w > 0 && w < 1) return u * Math.sqrt((3 * (w ** (-2 / 3) - 1)) / w);
  }
}

function correlated(random: Random, into: Float64Array): void {
  const common = normal(random);
  for (let i = 0; i < into.length; i++) into[i] = (common + normal(random)) * Math.SQRT1_2;
}

/** Φ by the series of Marsaglia (2004), right to rounding up to |x| = 7 or so. */
export function normalCdf(x: number): number {
  let [sum, term] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-17; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

/** P(T₁ − T₂ < x) = ∫ F(x + y) f(y) dy, over θ with y = √3 tan θ, by the midpoint rule, which converges fast for a periodic integrand. */
export function t3DifferenceCdf(x: number): number {
  const points = 20_000;
  let sum = 0;
  for (let i = 0; i < points; i++) {
    const angle = Math.PI * ((i + 0.5) / points - 0.5);
    // f(y) dy = (2/π) cos²θ dθ
    sum += t3Cdf(x + Math.sqrt(3) * Math.tan(angle)) * 2 * Math.cos(angle) ** 2;
  }
  return sum / points;
}

function t3Cdf(t: number): number {
  const s = t / Math.sqrt(3);
  return 0.5 + (s / (1 + s * s) + Math.atan(s)) / Math.PI;
}

/** Where a rising function has a value between 0 and `most`, by halving. */
function solved(rising: (x: number) => number, value: number, most: number): number {
  let [low, high] = [0, most];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (rising(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
