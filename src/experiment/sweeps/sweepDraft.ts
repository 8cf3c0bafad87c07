import { parseValue } from '../../contract/formats/parse';
import { sweepPlan, sweptParameters, type SweptName } from '../../contract/formats/sweepPlan';
import { defaultParameters, type Parameters } from '../../contract/parameters';
import type { SweepPlan } from '../../contract/sweeps';
import type { Variation } from './variationText';

/** A plan as it is filled in. */
export interface SweepDraft {
  readonly kind: 'grid' | 'random';
  /** What the other parameters are. */
  readonly base: Parameters;
  readonly parameters: { readonly [N in SweptName]?: Variation };
  readonly seeds: number | readonly number[];
  /** Of a random one: settings that are drawn. */
  readonly runs: number;
  readonly hypothesis: string;
}

export function newSweepDraft(base: Parameters): SweepDraft {
  return { kind: 'grid', base, parameters: {}, seeds: 3, runs: 20, hypothesis: '' };
}

/** The plan as a file has it, without what is usual. */
export function planFileOf({ kind, base, parameters, seeds, runs, hypothesis }: SweepDraft): Readonly<Record<string, unknown>> {
  const named = sweptParameters.map(({ name }) => name);
  const others = named.filter(name => parameters[name] === undefined && base[name] !== defaultParameters[name]);
  return {
    schemaVersion: 1,
    kind,
    ...(hypothesis !== '' && { hypothesis }),
    base: Object.fromEntries(others.map(name => [name, base[name]])),
    parameters: Object.fromEntries(named.flatMap(name => (parameters[name] === undefined ? [] : [[name, parameters[name]]]))),
    ...(kind === 'random' && { runs }),
    seeds,
  };
}

/** The same as a plan. @throws {FormatError} with what is wrong with it */
export function planOfDraft(draft: SweepDraft): SweepPlan {
  return parseValue(sweepPlan, planFileOf(draft), 'the plan');
}

/** `sweep-num_filters-dropout`: the name of its file without what comes behind. */
export function fileNameOf({ parameters }: Pick<SweepDraft, 'parameters'>): string {
  const names = sweptParameters.map(({ name }) => name).filter(name => parameters[name] !== undefined);
  return ['sweep', ...names.slice(0, 3)].join('-');
}
