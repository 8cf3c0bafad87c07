import { describeNetwork, type Layer } from '../contract/network';
import { ParameterError, type Parameters } from '../contract/parameters';
import { counted, grouped } from '../util/format';
import { estimateOf, imagesOfRun, inWords } from './estimateInWords';
import type { Estimate, Images, Machine } from './estimate';

/** What each run of a plan is to be given where it must be said beforehand: the longest and the largest of them decide. */
export interface TaskRequest {
  readonly minutes: number;
  readonly megabytes: number;
  /** Of the run that takes longest, without the margin. */
  readonly estimate: Estimate;
}

/** A node of a cluster is not the machine that was measured, and shares its memory and disks; a guess is further off. */
const MARGIN = { measured: 2, guess: 4 } as const;
/** To start, and to read the data over a network. */
const START_MINUTES = 5;
/** What an epoch takes however small its network is: a checkpoint and events, and images that only pass through. */
const EPOCH_MS = 250;
const MOST_IMAGES_PER_SECOND = 30_000;
/** Steps of a request: nobody plans in finer ones. */
const [MINUTES, MEGABYTES] = [5, 256];

/** A trainer without images, with room to start (docs/performance.md, Memory: 269 MB with the 55 MB of MNIST). */
const TRAINER_BYTES = 220e6;
/** TensorFlow's library and its own pools. */
const TENSORFLOW_BYTES = 600e6;
/** A thread that computes: its code, stack and buffers. */
const THREAD_BYTES = 30e6;
const MEMORY_MARGIN = 1.5;
const FLOAT_BYTES = 4;
/** Weights, their gradients, the optimizer's two moments, the best ones so far, a checkpoint that is being written. */
const COPIES = 6;
/** Of a layer's values: themselves, their gradients, and what the operators work in; measured, see the test. */
const LAYER_COPIES = 3;
/** So many test images TensorFlow evaluates at once, the most of all engines. */
const EVALUATED_AT_ONCE = 256;

/**
 * Time and memory for the runs of a plan, with a margin.
 * @param machine its speeds; `threads` and `engine` are those that the runs will have
 * @returns undefined if it cannot be told of one of them: a person must say then
 */
export function taskRequest(runs: readonly Parameters[], machine: Machine): TaskRequest | undefined {
  const distinct = new Map(runs.map(parameters => [JSON.stringify({ ...parameters, seed: 0 }), parameters]));
  let longest: Estimate | undefined;
  let [most, minutes] = [0, 0];
  for (const parameters of distinct.values()) {
    const estimated = estimateOf(parameters, machine);
    const images = imagesOfRun(parameters, machine);
    const bytes = images && bytesOfRun(parameters, images, machine);
    if (!estimated || !images || bytes === undefined) return undefined;
    const estimate = { ...estimated, ms: Math.max(estimated.ms, leastMs(parameters, images)) };
    most = Math.max(most, bytes);
    minutes = Math.max(minutes, (estimate.ms / 60_000) * MARGIN[estimate.isGuess ? 'guess' : 'measured']);
    if (!longest || estimate.ms > longest.ms) longest = estimate;
  }
  return (
    longest && {
      minutes: roundUp(START_MINUTES + minutes, MINUTES),
      megabytes: roundUp((most * MEMORY_MARGIN) / 1e6, MEGABYTES),
      estimate: longest,
    }
  );
}

function leastMs({ epochs }: Parameters, { train, validation }: Images): number {
  return epochs * (EPOCH_MS + (1000 * (train + validation)) / MOST_IMAGES_PER_SECOND);
}

/** Memory of a trainer at its largest, in bytes; undefined for parameters that are no network. */
function bytesOfRun(parameters: Parameters, images: Images, { engine, threads }: Machine): number | undefined {
  try {
    const { layers, parameterCount } = describeNetwork(parameters, images.format);
    const { height, width, classes } = images.format;
    const pixels = (images.train + images.validation + images.test) * height * width;
    // Each thread has its share of a batch.
    const activations = layers.reduce((sum, layer) => sum + sizeOf(layer), height * width) * LAYER_COPIES * FLOAT_BYTES;
    const batch = Math.max(parameters.batch_size, EVALUATED_AT_ONCE);
    const probabilities = images.test * classes * FLOAT_BYTES * 2;
    // Each thread has gradients of its own.
    const weights = parameterCount * FLOAT_BYTES * (COPIES + threads);
    const library = engine === 'tensorflow' || engine === 'auto' ? TENSORFLOW_BYTES : 0;
    return TRAINER_BYTES + library + threads * THREAD_BYTES + pixels + batch * activations + probabilities + weights;
  } catch (error) {
    if (error instanceof ParameterError) return undefined;
    throw error;
  }
}

function sizeOf({ outputShape }: Layer): number {
  return outputShape.reduce((product, size) => product * size, 1);
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** `25 minutes and 1,024 MB for each run; the longest takes about 8m on this machine` */
export function taskRequestInWords({ minutes, megabytes, estimate }: TaskRequest): string {
  return `${counted(minutes, 'minute')} and ${grouped(megabytes)} MB for each run; the longest takes ${inWords(estimate)} on this machine`;
}
