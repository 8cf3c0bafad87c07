import { parameterTable, type ParameterName } from '../../contract/parameters';
import type { RunConfig } from '../../contract/run';
import { grouped } from '../../util/format';
import { MOST_HELD, otherSettings, settingAt, settingOf, type HeldSettings } from '../recorded/heldSettings';
import { valueInWords } from '../runLabel';
import type { ComparedRun } from './comparedRun';

type ConfiguredRun = Pick<ComparedRun, 'config' | 'recorded'>;

/** Something that must be equal in a pair of runs besides the factor. */
export interface HeldEqual {
  readonly name: string;
  /** As it is shown; undefined where a run does not tell. */
  readonly of: (run: ConfiguredRun) => string | undefined;
  /** Parameters that decide it: where one of them is the factor, it is named and not refused. */
  readonly decidedBy?: readonly ParameterName[];
  /** `build`: runs that differ in it count after somebody has said so. `time`: it matters for effects on time alone. */
  readonly only?: 'build' | 'time';
}

const parameters: readonly HeldEqual[] = parameterTable.map(({ name }) => ({
  name,
  of: ({ config, recorded }) =>
    config.parameters[name] === undefined ? toldBySetting(recorded?.settings, name) : valueInWords(name, config.parameters),
}));

const making: readonly HeldEqual[] = [
  { name: 'data', of: ({ config: { dataset } }) => dataset?.sha256, decidedBy: ['dataset'] },
  { name: 'reading of the images', of: reading, decidedBy: ['dataset', 'transpose'] },
  {
    name: 'training images',
    of: trained(({ dataset }) => grouped(dataset.trainImages)),
    decidedBy: ['dataset', 'train_samples', 'validation_samples'],
  },
  {
    name: 'validation images',
    of: trained(({ dataset }) => grouped(dataset.validationImages)),
    decidedBy: ['dataset', 'validation_samples'],
  },
  {
    name: 'test images',
    of: ({ config: { dataset } }) => (dataset?.testImages === undefined ? undefined : grouped(dataset.testImages)),
    decidedBy: ['dataset'],
  },
  { name: 'numerics version', of: trained(({ trainer }) => String(trainer.numericsVersion)) },
  { name: 'trainer build', of: trained(({ trainer }) => trainer.bundleSha256.slice(0, 12)), only: 'build' },
  { name: 'engine', of: trained(({ engine }) => engine.name) },
  { name: 'engine version', of: trained(({ engine }) => engine.version) },
  { name: 'instruction set', of: trained(({ environment }) => environment.instructionSet) },
  { name: 'threads', of: trained(({ engine }) => String(engine.threads)) },
  { name: 'processor', of: trained(({ environment }) => environment.cpu), only: 'time' },
  { name: 'machine', of: trained(({ environment }) => environment.machine), only: 'time' },
];

/** Everything that a pair of runs must have in common, but for the factor: parameters, then how the runs were made. */
export const heldEqual: readonly HeldEqual[] = [...parameters, ...making];

/** The same with every other setting that was recorded of some of these runs, which come behind the parameters. */
export function heldEqualOf(runs: readonly ConfiguredRun[]): readonly HeldEqual[] {
  const all = runs.flatMap(({ recorded }) => recorded?.settings ?? []);
  if (all.length === 0) return heldEqual;
  const asParameter = new Set(all.flatMap(one => parameterTable.flatMap(({ name }) => settingOf(one, name) ?? [])));
  const places = new Set(runs.flatMap(run => [...othersOf(run)]));
  const settings = [...places]
    .filter(place => !asParameter.has(place))
    .map((name): HeldEqual => ({ name, of: ({ recorded }) => settingAt(recorded?.settings, name) }));
  const isMore = all.some(({ hasMore }) => hasMore);
  return [
    ...parameters,
    ...settings,
    ...(isMore ? [{ name: `settings beyond the first ${MOST_HELD}`, of: () => undefined }] : []),
    ...making,
  ];
}

const none: ReadonlySet<string> = new Set();
const known = new WeakMap<HeldSettings, ReadonlySet<string>>();

function othersOf({ config, recorded }: ConfiguredRun): ReadonlySet<string> {
  if (!recorded) return none;
  let others = known.get(recorded.settings);
  if (!others) known.set(recorded.settings, (others = otherSettings(recorded.settings, config.parameters)));
  return others;
}

/** A value that the parameter cannot have, or the name of a data set, is not known as the parameter, and still told. */
function toldBySetting(settings: HeldSettings | undefined, name: ParameterName): string | undefined {
  const place = settings && settingOf(settings, name);
  return place === undefined ? undefined : settingAt(settings, place);
}

type TrainedRunConfig = Extract<RunConfig, { readonly kind: 'trained' }>;

/** Of a run that another tool made it is not known. */
function trained(of: (config: TrainedRunConfig) => string | undefined): HeldEqual['of'] {
  return ({ config }) => (config.kind === 'trained' ? of(config) : undefined);
}

/** How the bytes of the data set were understood. */
function reading({ config: { dataset } }: ConfiguredRun): string | undefined {
  if (dataset?.classes === undefined) return undefined;
  const { classes, firstLabel = 0, transposed = false } = dataset;
  const size = 'height' in dataset ? `${dataset.height}×${dataset.width}, ` : '';
  return `${size}${classes} classes from ${firstLabel}${transposed ? ', transposed' : ''}`;
}
