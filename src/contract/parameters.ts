/**
 * The table of hyperparameters. The form, the command line's flags and their help, validation, the JSON schema, what a run's
 * label shows, the configuration sent to trackers and the table of docs/parameters.md all come from here: a new parameter is one entry.
 */

export const parameterGroups = ['network', 'training', 'data'] as const;
export type ParameterGroup = (typeof parameterGroups)[number];

interface ParameterBase {
  readonly name: string;
  /** Under which heading it is shown. */
  readonly group: ParameterGroup;
  /** How the parameter is called on a screen. */
  readonly label: string;
  /** One line: what it does. */
  readonly help: string;
  readonly unit?: string;
  /** Whether a comparison of runs that differ in it says something about the network (a number of replicates does not). */
  readonly mayVary: boolean;
  /** For a parameter that was introduced later: the value that older runs, which do not name it, had in effect. */
  readonly before?: number | string;
}

export interface IntegerParameter extends ParameterBase {
  readonly kind: 'integer';
  readonly default: number;
  readonly minimum: number;
  readonly maximum: number;
  /** By factors rather than by steps: a chart of it has a logarithmic axis. */
  readonly scale?: 'log';
  /** The word for 0, where 0 is no quantity (`all`, `none`, `off`); accepted in place of it. */
  readonly zeroMeans?: string;
}

export interface NumberParameter extends ParameterBase {
  readonly kind: 'number';
  readonly default: number;
  /** The least value allowed. */
  readonly minimum: number;
  readonly maximum: number;
  /** As of an integer. */
  readonly scale?: 'log';
  /** The maximum itself is not allowed. */
  readonly exclusiveMaximum?: true;
  /** The minimum itself is not allowed. */
  readonly exclusiveMinimum?: true;
}

export interface ChoiceParameter extends ParameterBase {
  readonly kind: 'choice';
  readonly default: string;
  readonly choices: readonly string[];
}

/** One of the data sets known by name, or a folder or file. */
export interface DatasetParameter extends ParameterBase {
  readonly kind: 'dataset';
  readonly default: string;
  readonly choices: readonly string[];
}

export type Parameter = IntegerParameter | NumberParameter | ChoiceParameter | DatasetParameter;

export const activationFunctions = ['relu', 'sigmoid', 'tanh', 'elu', 'selu', 'leaky_relu', 'gelu', 'silu', 'softplus'] as const;
export const optimizerNames = ['adam', 'sgd', 'momentum', 'rmsprop', 'adamw'] as const;
export const paddings = ['valid', 'same'] as const;
export const transpositions = ['auto', 'yes', 'no'] as const;

export type ActivationFunction = (typeof activationFunctions)[number];
export type OptimizerName = (typeof optimizerNames)[number];
export type Padding = (typeof paddings)[number];
export type Transposition = (typeof transpositions)[number];

export const parameterTable = [
  {
    name: 'epochs',
    group: 'training',
    label: 'Epochs',
    help: 'How often the training images are gone through.',
    kind: 'integer',
    default: 12,
    minimum: 1,
    maximum: 10_000,
    mayVary: true,
  },
  {
    name: 'batch_size',
    group: 'training',
    label: 'Batch size',
    help: 'Images in one step of the optimizer.',
    unit: 'images',
    kind: 'integer',
    default: 128,
    minimum: 1,
    maximum: 65_536,
    scale: 'log',
    mayVary: true,
  },
  {
    name: 'num_filters',
    group: 'network',
    label: 'Filters',
    help: 'Filters of the first convolution; doubled in each following block.',
    kind: 'integer',
    default: 32,
    minimum: 1,
    maximum: 512,
    scale: 'log',
    mayVary: true,
  },
  {
    name: 'num_layers',
    group: 'network',
    label: 'Blocks',
    help: 'Blocks of convolution, activation and 2×2 max pooling.',
    kind: 'integer',
    default: 2,
    minimum: 1,
    maximum: 6,
    mayVary: true,
  },
  {
    name: 'activation_fun',
    group: 'network',
    label: 'Activation',
    help: 'The activation function after each convolution and the hidden dense layer.',
    kind: 'choice',
    default: 'relu',
    choices: activationFunctions,
    mayVary: true,
  },
  {
    name: 'kernel_size',
    group: 'network',
    label: 'Kernel size',
    help: "Height and width of the convolutions' kernels.",
    unit: 'pixels',
    kind: 'integer',
    default: 3,
    minimum: 1,
    maximum: 15,
    mayVary: true,
  },
  {
    name: 'padding',
    group: 'network',
    label: 'Padding',
    help: 'Whether a convolution shrinks the image (valid) or pads it with zeros to keep its size (same).',
    kind: 'choice',
    default: 'valid',
    choices: paddings,
    mayVary: true,
  },
  {
    name: 'dropout',
    group: 'network',
    label: 'Dropout',
    help: 'Share of the inputs of the output layer set to zero in a training step.',
    kind: 'number',
    default: 0.5,
    minimum: 0,
    maximum: 1,
    exclusiveMaximum: true,
    mayVary: true,
  },
  {
    name: 'dense_units',
    group: 'network',
    label: 'Dense units',
    help: 'Units of a hidden dense layer before the output layer.',
    kind: 'integer',
    default: 0,
    minimum: 0,
    maximum: 4096,
    zeroMeans: 'none',
    scale: 'log',
    mayVary: true,
  },
  {
    name: 'optimizer',
    group: 'training',
    label: 'Optimizer',
    help: "How a gradient changes the weights; constants are Keras's (momentum is SGD with 0.9).",
    kind: 'choice',
    default: 'adam',
    choices: optimizerNames,
    mayVary: true,
  },
  {
    name: 'learning_rate',
    group: 'training',
    label: 'Learning rate',
    help: 'Size of a step of the optimizer.',
    kind: 'number',
    default: 0.001,
    minimum: 0,
    exclusiveMinimum: true,
    maximum: 10,
    scale: 'log',
    mayVary: true,
  },
  {
    name: 'weight_decay',
    group: 'training',
    label: 'Weight decay',
    help: 'Decoupled weight decay: each step takes this share × learning rate off every weight.',
    kind: 'number',
    default: 0,
    minimum: 0,
    maximum: 10,
    scale: 'log',
    mayVary: true,
  },
  {
    name: 'patience',
    group: 'training',
    label: 'Patience',
    help: 'Stop when the validation loss has not improved for so many epochs, and go back to the best weights.',
    unit: 'epochs',
    kind: 'integer',
    default: 0,
    minimum: 0,
    maximum: 10_000,
    zeroMeans: 'off',
    mayVary: true,
  },
  {
    name: 'seed',
    group: 'training',
    label: 'Seed',
    help: 'Decides every random draw: initial weights, validation images, order of batches, dropout.',
    kind: 'integer',
    default: 0,
    minimum: 0,
    maximum: 2 ** 32 - 1,
    mayVary: true,
  },
  {
    name: 'dataset',
    group: 'data',
    label: 'Data set',
    help: 'mnist, or where images lie: a folder (IDX, PNG by class, CSV) or a file (.npz, .csv); of several IDX sets FOLDER/NAME.',
    kind: 'dataset',
    default: 'mnist',
    choices: ['mnist'],
    mayVary: true,
  },
  {
    name: 'transpose',
    group: 'data',
    label: 'Transpose',
    help: 'Whether rows and columns of the images are exchanged; auto: those of files called emnist-….',
    kind: 'choice',
    default: 'auto',
    choices: transpositions,
    mayVary: true,
    // There were no files with a name of their own that auto could mean.
    before: 'auto',
  },
  {
    name: 'train_samples',
    group: 'data',
    label: 'Training images',
    help: 'Train on so many images, drawn by the seed, as many of each class as its share.',
    unit: 'images',
    kind: 'integer',
    default: 0,
    minimum: 0,
    maximum: 10_000_000,
    zeroMeans: 'all',
    scale: 'log',
    mayVary: true,
  },
  {
    name: 'validation_samples',
    group: 'data',
    label: 'Validation images',
    help: 'Images held back from the training set, drawn by the seed, as many of each class as its share.',
    unit: 'images',
    kind: 'integer',
    default: 5000,
    minimum: 0,
    maximum: 10_000_000,
    zeroMeans: 'none',
    mayVary: true,
  },
] as const satisfies readonly Parameter[];

type Entry = (typeof parameterTable)[number];
type ValueOf<P extends Parameter> = P extends { kind: 'integer' | 'number' }
  ? number
  : P extends { kind: 'choice'; choices: readonly (infer Choice)[] }
    ? Choice
    : string;

export type ParameterName = Entry['name'];

/** A value for every hyperparameter. */
export type Parameters = { readonly [P in Entry as P['name']]: ValueOf<P> };

/** Values of those hyperparameters that are known, for a run of another tool. */
export type KnownParameters = Partial<Parameters>;

/** Whether every hyperparameter has a value. */
export function isComplete(parameters: KnownParameters): parameters is Parameters {
  return parameterTable.every(({ name }) => parameters[name] !== undefined);
}

export const defaultParameters = Object.fromEntries(parameterTable.map(p => [p.name, p.default])) as Parameters;

/** The parameter of that name; undefined if there is none. */
export function findParameter(name: string): (Parameter & { readonly name: ParameterName }) | undefined {
  return parameterTable.find(p => p.name === name);
}

/** A value that a parameter cannot take, or that cannot go with the others. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';

  constructor(
    readonly parameter: ParameterName,
    readonly value: unknown,
    /** What is possible: a sentence without the parameter's name. */
    readonly expectation: string,
  ) {
    super(`${parameter} = ${typeof value === 'string' ? `"${value}"` : String(value)}: ${expectation}`);
  }
}
