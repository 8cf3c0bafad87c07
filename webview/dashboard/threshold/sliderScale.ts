/** So many places has the slider. */
export const SLIDER_STEPS = 1_000;

/** The greatest odds that a place stands for, except the ends, which are 0 and 1. */
const MOST_ODDS = 1e5;

/** What is written below the slider. */
export const sliderTicks: readonly number[] = [0, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 1];

/**
 * The threshold at a place of the slider. Equal steps multiply the odds: between 0.99 and 0.999 there are as many as between 0.9 and
 * 0.99, for a good classifier gives nearly all images a probability close to 0 or 1.
 * @param place a whole number from 0 to {@link SLIDER_STEPS}
 * @returns the number of fewest digits that is nearer to this place than to the next one
 */
export function thresholdAt(place: number): number {
  if (place <= 0) return 0;
  if (place >= SLIDER_STEPS) return 1;
  return roundest(exactAt(place), [exactAt(place - 0.5), exactAt(place + 0.5)]);
}

/** The place of the slider that is nearest to a threshold. */
export function placeOf(threshold: number): number {
  if (threshold <= 0) return 0;
  if (threshold >= 1) return SLIDER_STEPS;
  const place = (SLIDER_STEPS * (1 + Math.log(threshold / (1 - threshold)) / Math.log(MOST_ODDS))) / 2;
  return Math.min(Math.max(Math.round(place), 1), SLIDER_STEPS - 1);
}

/** The threshold of fewest digits that takes the same images as a score does: above the next lower one, and no higher. */
export function thresholdFor(score: number, lower: number): number {
  if (lower < 0) return 0;
  const power = Math.floor(Math.log10(score));
  for (let digits = 1; digits <= MOST_DIGITS; digits++) {
    const size = 10 ** (digits - 1 - power);
    const rounded = Number((Math.floor(score * size) / size).toPrecision(digits));
    if (rounded > lower && rounded <= score) return rounded;
  }
  return score;
}

const MOST_DIGITS = 15;

function exactAt(place: number): number {
  return 1 / (1 + MOST_ODDS ** (1 - (2 * place) / SLIDER_STEPS));
}

function roundest(value: number, [least, most]: readonly [number, number]): number {
  for (let decimals = 0; decimals <= MOST_DIGITS; decimals++) {
    const rounded = Number(value.toFixed(decimals));
    if (rounded >= least && rounded < most) return rounded;
  }
  return value;
}
