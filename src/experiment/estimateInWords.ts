import { mnistFormat, type ImageFormat } from '../contract/network';
import { ParameterError, type Parameters } from '../contract/parameters';
import { wholeSeconds } from '../wording/timeInWords';
import { estimateDuration, type Estimate, type Images, type Machine } from './estimate';

const MNIST: Data = { format: mnistFormat, training: 60_000, test: 10_000 };

/** `about 1m57s`; empty if it cannot be told. */
export function estimateInWords(parameters: Parameters, machine: Machine): string {
  return inWords(estimateOf(parameters, machine));
}

/** The same of what was estimated. */
export function inWords(estimate: Estimate | undefined): string {
  return estimate ? `${estimate.isGuess ? 'roughly' : 'about'} ${wholeSeconds(estimate.ms)}` : '';
}

/** How long a run with these parameters will take; undefined if it cannot be told. */
export function estimateOf(parameters: Parameters, machine: Machine): Estimate | undefined {
  const images = imagesOfRun(parameters, machine);
  if (!images) return undefined;
  try {
    return estimateDuration(parameters, images, machine);
  } catch (error) {
    if (error instanceof ParameterError) return undefined;
    throw error;
  }
}

/** What a run with these parameters will train on; undefined if its data set was not seen yet. */
export function imagesOfRun(parameters: Parameters, machine: Machine): Images | undefined {
  const data = parameters.dataset === 'mnist' ? MNIST : seenData(parameters.dataset, machine);
  return data && imagesOf(parameters, data);
}

interface Data {
  readonly format: ImageFormat;
  /** All training images; undefined if they were not counted yet. */
  readonly training: number | undefined;
  readonly test: number;
}

/** What is known of a folder before it is read: what runs that trained on it tell. */
function seenData(dataset: string, { speeds }: Machine): Data | undefined {
  const seen = speeds.map(({ data }) => data).filter(data => data.dataset === dataset);
  const [newest] = seen;
  const counted = seen.find(({ training }) => training !== undefined);
  return newest && { format: newest.image, training: counted?.training, test: newest.test };
}

function imagesOf(parameters: Parameters, { format, training, test }: Data): Images | undefined {
  const { train_samples: asked, validation_samples: validation } = parameters;
  if (asked > 0) return { format, train: asked, validation, test };
  return training === undefined ? undefined : { format, train: Math.max(0, training - validation), validation, test };
}
