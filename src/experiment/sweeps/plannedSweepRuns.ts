import { describeNetwork } from '../../contract/network';
import { defaultParameters, ParameterError, type Parameters } from '../../contract/parameters';
import { sweptParameters } from '../../contract/formats/sweepPlan';
import type { SweepPlan, SweepRun, SweptName, SweptValues } from '../../contract/sweeps';
import { random, shuffle } from '../../util/random';
import { drawnSettings } from './drawnSettings';
import { PlanError } from './planError';
import { settingInWords } from './settingInWords';

/** A run of a plan that has no id yet. */
export type PlannedSweepRun = Pick<SweepRun, 'values' | 'seed'>;

/**
 * The runs of a plan in the order in which they are trained, which the plan alone decides: run N of a plan is the same on every machine. Seed
 * by seed every setting is trained, in an order that is drawn anew for each seed, so that a drift of the machine does not look like an
 * effect; random settings are in such an order already.
 * @throws {PlanError} where a combination is no network
 */
export function plannedSweepRuns(plan: SweepPlan): PlannedSweepRun[] {
  const settings = settingsOf(plan);
  return seedsOf(plan).flatMap((seed, i) => {
    const isDrawn = plan.kind === 'random' && i === 0;
    const order = settings.map((_, place) => place);
    if (!isDrawn) shuffle(order, random(plan.seed, 'order of a sweep', seed));
    return order.map(place => ({ values: settings[place]!, seed }));
  });
}

/** The parameters of the runs of a plan, all but those that vary and the seed. */
export function baseOf({ base }: SweepPlan): Parameters {
  return { ...defaultParameters, ...base };
}

/** The parameters of a run of a sweep. */
export function parametersOfRun(base: Parameters, { values, seed }: PlannedSweepRun): Parameters {
  return { ...base, ...values, seed };
}

/** The names of the parameters that vary, in the order of the table. */
export function sweptNames({ parameters }: Pick<SweepPlan, 'parameters'>): SweptName[] {
  return sweptParameters.map(({ name }) => name).filter(name => parameters[name] !== undefined);
}

/** The seeds that each setting is trained with. */
export function seedsOf({ seeds }: Pick<SweepPlan, 'seeds'>): readonly number[] {
  return typeof seeds === 'number' ? Array.from({ length: seeds }, (_, seed) => seed) : seeds;
}

/** Each of them once: of a grid as its values are counted through, the last parameter's the fastest. */
function settingsOf(plan: SweepPlan): SweptValues[] {
  const base = baseOf(plan);
  const problemOf = (values: SweptValues): ParameterError | undefined => problemWith({ ...base, ...values });
  if (plan.kind === 'random') return drawnSettings(plan, values => !problemOf(values));
  const settings = sweptNames(plan).reduce<SweptValues[]>(
    (product, name) => product.flatMap(values => plan.parameters[name]!.map((level): SweptValues => ({ ...values, [name]: level }))),
    [{}],
  );
  const impossible = settings.flatMap(values => problemOf(values) ?? []).length;
  const first = settings.find(problemOf);
  if (first)
    throw new PlanError(
      `parameters: ${impossible} of ${settings.length} combinations are no network, the first ${settingInWords(first)}: ${problemOf(first)!.message} Take the values out, or make two plans.`,
    );
  return settings;
}

/** Why there is no such network. Of images in a folder it is known when they are read. */
function problemWith(parameters: Parameters): ParameterError | undefined {
  if (parameters.dataset !== 'mnist') return undefined;
  try {
    describeNetwork(parameters);
    return undefined;
  } catch (error) {
    if (error instanceof ParameterError) return error;
    throw error;
  }
}
