import type { ShownEffect } from '../../../contract/effectPage';
import type { Pair } from '../../../contract/effects';
import type { ComparisonResult } from '../../../experiment/effects/comparisonResult';
import { levelInWords } from '../../../experiment/effects/effectInWords';
import { BUILD } from '../../../experiment/effects/identification';
import { parametersOf, plannedRun } from '../../../experiment/effects/planned';
import type { Machine } from '../../../experiment/estimate';
import { estimateOf } from '../../../experiment/estimateInWords';
import { parameterTable } from '../../../contract/parameters';
import { counted } from '../../../util/format';
import { wholeSeconds } from '../../../wording/timeInWords';

/** Whether a pair is refused because of the trainer's build alone, which a person may accept. */
export function differsInBuildAlone({ state, identification: { confounders } }: Pair): boolean {
  return state === 'refused' && confounders.every(({ name }) => name === BUILD);
}

/** What there is to accept; null where no pair differs in the build alone. */
export function buildsInWords(pairs: readonly Pair[]): string | null {
  const some = pairs.filter(differsInBuildAlone);
  if (some.length === 0) return null;
  const builds = [...new Set(some.flatMap(({ identification }) => identification.confounders.flatMap(({ values }) => values)))];
  return `${counted(some.length, 'pair')} ${some.length === 1 ? 'differs' : 'differ'} in nothing but the build of the trainer (${builds.join(', ')}). Both have the same numerics version: the same parameters and seed give the same numbers. They count once you say so.`;
}

/** About how many runs would settle what is not identified, and how long they take; null where nothing is to be settled. */
export function settlingOf({ plan, pairs, runs }: ComparisonResult, { machine }: { readonly machine: Machine }): ShownEffect['settling'] {
  const refused = pairs.filter(pair => pair.state === 'refused');
  if (refused.length === 0) return null;
  const known = new Map(runs.map(({ id, run }) => [id, run]));
  const isAsPlanned = (id: string, level: Pair['level'], seed: number): boolean => {
    const config = known.get(id)?.config;
    if (config?.kind !== 'trained') return false;
    const expected = parametersOf(plan, { level, seed });
    return (
      parameterTable.every(({ name }) => config.parameters[name] === expected[name]) &&
      config.engine.name === plan.engine &&
      config.engine.threads === plan.threads
    );
  };
  const doubtful = refused.flatMap(({ level, seed }) => {
    const both = [plan.levels[0]!, level].flatMap(of => plannedRun(plan, of, seed) ?? []);
    const off = both.filter(({ id, level: of }) => !isAsPlanned(id, of, seed));
    return off.length > 0 ? off : both;
  });
  const replaced = [...new Map(doubtful.map(run => [run.id, run])).values()];
  const times = replaced.map(run => estimateOf(parametersOf(plan, run), { ...machine, engine: plan.engine, threads: plan.threads }));
  const ms = times.reduce<number | undefined>((sum, time) => (sum === undefined || !time ? undefined : sum + time.ms), 0);
  const [only] = replaced;
  const which =
    replaced.length === 1 && only
      ? `${plan.factor} ${levelInWords(plan.factor, only.level)}, seed ${only.seed}`
      : counted(replaced.length, 'run');
  return { runs: replaced.length, words: [which, ms === undefined ? '' : `about ${wholeSeconds(ms)}`].filter(Boolean).join(' · ') };
}
