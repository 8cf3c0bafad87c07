import { parameterTable, type ParameterName } from '../../contract/parameters';
import type { RunConfig } from '../../contract/run';
import { grouped } from '../../util/format';
import { valueInWords } from '../runLabel';

/** Something that must be equal in a pair of runs besides the factor. */
export interface HeldEqual {
  readonly name: string;
  /** As it is shown; undefined where a run does not tell. */
  readonly of: (config: RunConfig) => string | undefined;
  /** Parameters that decide it: where one of them is the factor, it is named and not refused. */
  readonly decidedBy?: readonly ParameterName[];
  /** `build`: runs that differ in it count after somebody has said so. `time`: it matters for effects on time alone. */
  readonly only?: 'build' | 'time';
}

const parameters: readonly HeldEqual[] = parameterTable.map(({ name }) => ({
  name,
  of: config => (config.parameters[name] === undefined ? undefined : valueInWords(name, config.parameters)),
}));

const making: readonly HeldEqual[] = [
  { name: 'data', of: ({ dataset }) => dataset?.sha256, decidedBy: ['dataset'] },
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
    of: ({ dataset }) => (dataset?.testImages === undefined ? undefined : grouped(dataset.testImages)),
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

type TrainedRunConfig = Extract<RunConfig, { readonly kind: 'trained' }>;

/** Of a run that another tool made it is not known. */
function trained(of: (config: TrainedRunConfig) => string | undefined): HeldEqual['of'] {
  return config => (config.kind === 'trained' ? of(config) : undefined);
}

/** How the bytes of the data set were understood. */
function reading({ dataset }: RunConfig): string | undefined {
  if (dataset?.classes === undefined) return undefined;
  const { classes, firstLabel = 0, transposed = false } = dataset;
  const size = 'height' in dataset ? `${dataset.height}×${dataset.width}, ` : '';
  return `${size}${classes} classes from ${firstLabel}${transposed ? ', transposed' : ''}`;
}
