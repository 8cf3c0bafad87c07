import { fAtLeast } from './distributions';

/** A run of a balanced grid: the level of each factor, and what it came to. */
export interface GridPoint {
  /** Names of the levels, in the order of the factors. */
  readonly levels: readonly string[];
  readonly outcome: number;
}

export interface VarianceShare {
  readonly sumOfSquares: number;
  readonly df: number;
  readonly f: number;
  readonly p: number;
  /** ω²: the share of the outcome's variance that the factor makes up; below 0 where it is less than chance alone would show. */
  readonly omegaSquared: number;
}

export interface VarianceShares {
  readonly factors: readonly VarianceShare[];
  readonly residual: { readonly sumOfSquares: number; readonly df: number };
}

/**
 * How much of the outcome's variance each factor of a balanced grid makes up by itself: the analysis of variance of an additive model, as
 * statsmodels' `anova_lm(ols('y ~ C(a) + C(b)'))`, with ω² = (SS − df·MS_residual)/(SS_total + MS_residual) (Hays, Statistics, 1963). What
 * factors do together, and what repetitions differ by, is the residual.
 * @param points each combination of levels equally often
 * @throws {Error} where the grid is not balanced, or has no repetition and nothing is left for the residual
 */
export function omegaSquared(points: readonly GridPoint[]): VarianceShares {
  const factors = points[0]?.levels.length ?? 0;
  if (factors === 0) throw new Error('There is no run with a factor: expected a grid of runs.');
  checkBalanced(points);
  const mean = meanOf(points);
  const total = points.reduce((sum, { outcome }) => sum + (outcome - mean) ** 2, 0);
  const parts = Array.from({ length: factors }, (_, factor) => {
    const byLevel = grouped(points, ({ levels }) => levels[factor]!);
    const sumOfSquares = byLevel.reduce((sum, level) => sum + level.length * (meanOf(level) - mean) ** 2, 0);
    return { sumOfSquares, df: byLevel.length - 1 };
  });
  const residual = {
    // Rounding can take what is nothing below 0.
    sumOfSquares: Math.max(0, total - parts.reduce((sum, part) => sum + part.sumOfSquares, 0)),
    df: points.length - 1 - parts.reduce((sum, { df }) => sum + df, 0),
  };
  if (residual.df < 1) throw new Error('Nothing is left for the residual: expected two factors, or repetitions.');
  const noise = residual.sumOfSquares / residual.df;
  return {
    factors: parts.map(({ sumOfSquares, df }) => {
      const f = noise === 0 ? (sumOfSquares > 0 ? Infinity : 0) : sumOfSquares / df / noise;
      const p = f === Infinity ? 0 : fAtLeast(f, { numerator: df, denominator: residual.df });
      return { sumOfSquares, df, f, p, omegaSquared: (sumOfSquares - df * noise) / (total + noise) };
    }),
    residual,
  };
}

function meanOf(points: readonly GridPoint[]): number {
  return points.reduce((sum, { outcome }) => sum + outcome, 0) / points.length;
}

/** @throws {Error} that names what is missing */
function checkBalanced(points: readonly GridPoint[]): void {
  const levels = points[0]!.levels.map((_, factor) => new Set(points.map(point => point.levels[factor])));
  const expected = levels.reduce((product, { size }) => product * size, 1);
  const single = levels.findIndex(({ size }) => size < 2);
  if (single >= 0) throw new Error(`Factor ${single + 1} has one level alone: expected two or more.`);
  const counts = grouped(points, point => JSON.stringify(point.levels))
    .map(({ length }) => length)
    .toSorted((a, b) => a - b);
  const [fewest, most] = [counts[0], counts.at(-1)];
  if (counts.length !== expected || fewest !== most)
    throw new Error(
      `The grid is not balanced: ${counts.length} of ${expected} combinations, ${fewest} to ${most} runs each; expected all equally often.`,
    );
}

function grouped(points: readonly GridPoint[], keyOf: (point: GridPoint) => string): (readonly GridPoint[])[] {
  const groups = new Map<string, GridPoint[]>();
  for (const point of points) {
    const group = groups.get(keyOf(point));
    if (group) group.push(point);
    else groups.set(keyOf(point), [point]);
  }
  return [...groups.values()];
}
