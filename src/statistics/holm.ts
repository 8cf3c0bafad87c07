/**
 * Several p values adjusted so that the chance of one false finding among them stays below the level that each is held against (Holm,
 * Scandinavian Journal of Statistics 6, 1979), as statsmodels' `multipletests(method='holm')`: the smallest is multiplied by their number,
 * the next by one less, none below those before it, and none above 1.
 * @returns in the order of the input
 */
export function holm(values: readonly number[]): number[] {
  const adjusted = Array.from(values, () => 0);
  const order = Array.from(values, (_, i) => i).toSorted((a, b) => values[a]! - values[b]!);
  let before = 0;
  for (const [rank, i] of order.entries()) {
    before = Math.max(before, Math.min(1, values[i]! * (values.length - rank)));
    adjusted[i] = before;
  }
  return adjusted;
}
