/**
 * Round values for a logarithmic axis: powers of ten, with 3 between them where the axis is short, with 2 and 5 where it is shorter still.
 */
export function logTicks(least: number, most: number): number[] {
  const decades = Math.log10(most / least);
  const steps = decades > 4 ? [1] : decades > 1.2 ? [1, 3] : [1, 2, 3, 5, 7];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)); power++) {
    // 3 × 10 ** -1 is 0.30000000000000004; its decimal form is not.
    for (const step of steps) ticks.push(Number(`${step}e${power}`));
  }
  return ticks.filter(tick => tick >= least && tick <= most);
}
