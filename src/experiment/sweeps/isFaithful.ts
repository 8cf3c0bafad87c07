import { parameterTable } from '../../contract/parameters';
import type { Sweep } from '../../contract/sweeps';
import { baseOf, seedsOf, sweptNames } from './plannedSweepRuns';

/**
 * Whether the runs of a sweep are those of its plan, as far as one can tell without drawing them again: its file may be a stranger's, who wrote
 * a plan above other runs. Ranges are not looked at.
 */
export function isFaithful({ plan, base, runs }: Sweep): boolean {
  const swept = sweptNames(plan);
  const expected = baseOf(plan);
  const seeds = new Set(seedsOf(plan));
  const isSwept = (name: string): boolean => swept.some(one => one === name);
  if (!parameterTable.every(({ name }) => name === 'seed' || isSwept(name) || base[name] === expected[name])) return false;
  return runs.every(({ values, seed }) => {
    const names = Object.keys(values);
    if (!seeds.has(seed) || names.length !== swept.length) return false;
    return swept.every(name => {
      const [value, variation] = [values[name], plan.parameters[name]!];
      if (value === undefined) return false;
      return 'min' in variation || (variation as readonly unknown[]).includes(value);
    });
  });
}
