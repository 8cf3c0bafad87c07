/** `*.digits.json`: the plan of a sweep. */
import * as v from 'valibot';
import { grouped } from '../../util/format';
import { engineChoices } from '../engines';
import { parameterTable, type Parameter, type ParameterName, type Parameters } from '../parameters';
import { MAX_THREADS } from '../threads';
import { oneOf, only, whole } from './basics';
import { valuesOf } from './parameters';
import { distinct, strict } from './strict';
import { drawsOf, levelsOf, pointsIn, type Range } from './sweepVariations';

/** A sweep has no more. */
export const MOST_RUNS = 10_000;

/** A seed makes a replicate, and no other setting. */
export type SweptName = Exclude<ParameterName, 'seed'>;

/** The parameters that can vary in a sweep. */
export const sweptParameters: readonly (Parameter & { readonly name: SweptName })[] = parameterTable.filter(
  parameter => parameter.name !== 'seed',
);

const ofSeed = { seed: 'no seed here: it makes no setting; replicates are asked for by "seeds", beside "parameters"' };

/** What stands for each parameter: its value, its levels, or what it is drawn from. */
interface Forms<N extends SweptName> {
  readonly value: Parameters[N];
  readonly levels: readonly Parameters[N][];
  readonly draws: readonly Parameters[N][] | Range;
}

type Entries<F extends keyof Forms<SweptName>> = {
  readonly [N in SweptName]: v.ExactOptionalSchema<v.GenericSchema<Forms<N>[F]>, undefined>;
};

/** One entry for each parameter. The table decides the type of its values, which TypeScript cannot infer. */
function entries<F extends keyof Forms<SweptName>>(of: (parameter: (typeof sweptParameters)[number]) => v.GenericSchema): Entries<F> {
  return Object.fromEntries(sweptParameters.map(parameter => [parameter.name, v.exactOptional(of(parameter))])) as Entries<F>;
}

const text = (most: number): v.GenericSchema<string> =>
  v.pipe(v.string('text'), v.maxLength(most, `a text of at most ${grouped(most)} characters`));

const seed = whole(0, 2 ** 32 - 1);

const seedList = v.pipe(
  v.array(seed, 'a list of seeds'),
  v.minLength(1, 'a seed or more'),
  v.maxLength(MOST_RUNS, `${grouped(MOST_RUNS)} seeds at most`),
  distinct<number>('each seed once'),
  v.metadata({ uniqueItems: true }),
);

const base = v.pipe(
  strict(
    entries<'value'>(({ name }) => valuesOf[name]),
    'an object of names and values of parameters',
    ofSeed,
  ),
  v.description('What the other parameters are; those that are not named have their defaults.'),
);

const common = {
  schemaVersion: v.pipe(only(1), v.description('Version of this format.'), v.metadata({ default: 1 })),
  name: v.exactOptional(v.pipe(text(200), v.description('What the sweep is called.'))),
  base: v.optional(base, {}),
  seeds: v.optional(
    v.pipe(
      v.union([whole(1, MOST_RUNS), seedList], `a number of replicates from 1 to ${grouped(MOST_RUNS)}, or a list of seeds`),
      v.description('Replicates: every setting is trained with each of these seeds. A number (3 is the seeds 0, 1 and 2), or a list.'),
    ),
    1,
  ),
  seed: v.optional(v.pipe(seed, v.description('Decides what is drawn, and the order of the runs. The runs themselves have "seeds".')), 0),
  engine: v.exactOptional(v.pipe(oneOf(engineChoices), v.description('What computes. Without it: the fastest that works on the machine.'))),
  threads: v.exactOptional(v.pipe(whole(1, MAX_THREADS), v.description('Threads that compute the gradients of a run.'))),
  hypothesis: v.exactOptional(v.pipe(text(10_000), v.description('What you expect, and why: written down before the first run.'))),
};

const WHAT = 'an object with schemaVersion, kind and parameters';

const gridPlan = v.pipe(
  strict(
    {
      ...common,
      kind: v.pipe(only('grid'), v.description('Every combination of the values.')),
      parameters: v.pipe(
        strict(
          entries<'levels'>(parameter => levelsOf(parameter, 2)),
          'an object of names of parameters, each with a list of values',
          ofSeed,
        ),
        v.minEntries(1, 'a parameter or more'),
        v.description('The parameters that vary, each with its values.'),
      ),
    },
    WHAT,
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const runs = settingsIn(dataset.value) * seedCount(dataset.value);
    if (runs > MOST_RUNS) addIssue({ message: `${MANY}: take values or seeds away`, ...found(`${grouped(runs)} runs`, 'parameters') });
  }),
  v.readonly(),
);

const randomPlan = v.pipe(
  strict(
    {
      ...common,
      kind: v.pipe(only('random'), v.description('Settings that are drawn at random.')),
      runs: v.optional(v.pipe(whole(1, MOST_RUNS), v.description('How many settings are drawn; each is trained with every seed.')), 20),
      parameters: v.pipe(
        strict(entries<'draws'>(drawsOf), 'an object of names of parameters, each with a range or a list of values', ofSeed),
        v.minEntries(1, 'a parameter or more'),
        v.description('The parameters that vary, each with its range ("min", "max" and "scale") or its values.'),
      ),
    },
    WHAT,
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { runs } = dataset.value;
    const all = runs * seedCount(dataset.value);
    if (all > MOST_RUNS) addIssue({ message: `${MANY}: take settings or seeds away`, ...found(`${grouped(all)} runs`, 'runs') });
    const possible = settingsIn(dataset.value);
    if (runs > possible)
      addIssue({ message: `${grouped(possible)} at most: there are no more different settings`, ...found(runs, 'runs') });
  }),
  v.readonly(),
);

const MANY = `${grouped(MOST_RUNS)} runs at most, every seed counted`;

/** What was found in a field, for an issue. */
function found(input: unknown, key: string): { input: unknown; path: [v.ObjectPathItem] } {
  return { input, path: [{ type: 'object', origin: 'value', input: {}, key, value: input }] };
}

/** How many settings a plan can have: those of a grid, or what can be drawn. */
function settingsIn({ parameters }: { readonly parameters: { readonly [N in SweptName]?: readonly unknown[] | Range } }): number {
  return sweptParameters.reduce((product, parameter) => {
    const variation = parameters[parameter.name];
    return variation === undefined ? product : product * pointsIn(parameter, variation);
  }, 1);
}

/** How many replicates each setting has. */
export function seedCount({ seeds }: { readonly seeds: number | readonly number[] }): number {
  return typeof seeds === 'number' ? seeds : seeds.length;
}

export const sweepPlan = v.variant('kind', [gridPlan, randomPlan], ({ path }) => (path ? '"grid" or "random"' : WHAT));
