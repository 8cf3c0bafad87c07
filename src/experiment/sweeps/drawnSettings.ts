import type { Parameter } from '../../contract/parameters';
import { sweptParameters } from '../../contract/formats/sweepPlan';
import type { Range, SweepPlan, SweptValues } from '../../contract/sweeps';
import { random, type Random } from '../../util/random';
import { PlanError } from './planError';

/** Digits of a drawn number: a person can read it, and the last bits of a machine's logarithm do not show. */
const DIGITS = 4;

/**
 * The settings of a random plan, all different, in the order in which they are drawn: more of them begin with the same ones.
 * @param isPossible a setting that is not is passed over
 * @throws {PlanError} where there are not so many that are possible
 */
export function drawnSettings(plan: SweepPlan & { readonly kind: 'random' }, isPossible: (values: SweptValues) => boolean): SweptValues[] {
  const draws = sweptParameters.flatMap(parameter => {
    const variation = plan.parameters[parameter.name];
    return variation ? [{ name: parameter.name, draw: drawFrom(parameter, variation, random(plan.seed, 'sweep', parameter.name)) }] : [];
  });
  const drawn = new Map<string, SweptValues>();
  // What is rare is drawn late, and what is left of few possibilities is rare.
  for (let tries = 100_000 + 100 * plan.runs; drawn.size < plan.runs && tries > 0; tries--) {
    const values = Object.fromEntries(draws.map(({ name, draw }) => [name, draw()])) as SweptValues;
    const key = JSON.stringify(values);
    if (!drawn.has(key) && isPossible(values)) drawn.set(key, values);
  }
  if (drawn.size < plan.runs)
    throw new PlanError(
      `runs: ${plan.runs} settings are asked for, and only ${drawn.size} different ones that are a network were found; take fewer, or widen the ranges.`,
    );
  return [...drawn.values()];
}

/** What draws a value: of a list each as often as the others, of a range evenly on its scale. */
function drawFrom(parameter: Parameter, variation: readonly (number | string)[] | Range, generator: Random): () => number | string {
  if (!('min' in variation)) return () => variation[generator.below(variation.length)]!;
  const { min, max, scale = 'scale' in parameter && min > 0 ? 'log' : 'linear' } = variation;
  if (parameter.kind === 'integer') {
    if (scale === 'linear') return () => min + generator.below(max - min + 1);
    // Each whole number stands for what is rounded to it, the first and the last one too.
    const draw = logarithmic(min - 0.5, max + 0.5, generator);
    return () => clamped(Math.round(draw()), min, max);
  }
  const draw = scale === 'log' ? logarithmic(min, max, generator) : () => min + generator.uniform() * (max - min);
  return () => clamped(Number(draw().toPrecision(DIGITS)), min, max);
}

function logarithmic(min: number, max: number, generator: Random): () => number {
  const [low, high] = [Math.log(min), Math.log(max)];
  return () => Math.exp(low + generator.uniform() * (high - low));
}

function clamped(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
