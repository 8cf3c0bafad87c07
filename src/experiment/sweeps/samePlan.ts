import { parameterTable } from '../../contract/parameters';
import { sweptParameters } from '../../contract/formats/sweepPlan';
import type { SweepPlan } from '../../contract/sweeps';
import { baseOf, seedsOf } from './plannedSweepRuns';

/** Whether two plans come to the same runs under the same conditions: names and hypotheses decide nothing, nor does how a file is written. */
export function isSamePlan(a: SweepPlan, b: SweepPlan): boolean {
  return deciding(a) === deciding(b);
}

function deciding(plan: SweepPlan): string {
  const base = baseOf(plan);
  const { parameters } = plan;
  return JSON.stringify([
    plan.kind,
    plan.kind === 'random' ? plan.runs : null,
    parameterTable.map(({ name }) => (name === 'seed' || parameters[name] !== undefined ? null : base[name])),
    sweptParameters.map(({ name }) => {
      const variation = parameters[name] ?? null;
      return variation && 'min' in variation ? [variation.min, variation.max, variation.scale ?? null] : variation && { list: variation };
    }),
    seedsOf(plan),
    plan.seed,
    plan.engine ?? 'auto',
    plan.threads ?? null,
  ]);
}
