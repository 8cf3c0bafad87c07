import os from 'node:os';
import path from 'node:path';
import { isWhole, setsAmong } from '../../contract/dataSets';
import { describeNetwork, mnistFormat } from '../../contract/network';
import { ParameterError, type Parameters } from '../../contract/parameters';
import { estimateDuration, type MeasuredSpeed } from '../../experiment/estimate';
import { networkInWords } from '../../wording/networkInWords';
import { differencesInWords } from '../../experiment/runLabel';
import type { LabRun } from '../../runs/labRun';
import { grouped } from '../../util/format';
import { processorName } from '../../util/processor';
import { wholeSeconds } from '../../wording/timeInWords';

/** What the form says of a set of parameters before it is trained. */
export interface Outlook {
  /** `num_filters 64 · seed 3`, or `defaults`. */
  readonly label: string;
  /** The layers in a line. */
  readonly layers: string;
  /** `53,578 weights`. */
  readonly weights: string;
  /** `about 1m57s`; empty if it cannot be told. */
  readonly time: string;
  /** Why it cannot be trained. */
  readonly error: ParameterError | undefined;
}

/** Images of MNIST; those of a folder are known only when it is read. */
const MNIST_TRAINING = 60_000;

/** How the runs of this machine went, for estimates. */
export function measuredSpeeds(runs: readonly LabRun[]): MeasuredSpeed[] {
  const here = processorName();
  return runs.flatMap(({ config, summary, live }) => {
    const imagesPerSecond = live?.epochs.at(-1)?.imagesPerSecond ?? summary?.final?.imagesPerSecond;
    if (config?.kind !== 'trained' || imagesPerSecond === undefined || config.environment.cpu !== here) return [];
    return [{ parameters: config.parameters, image: config.dataset, imagesPerSecond }];
  });
}

/** What can be said of parameters without training them. */
export function outlook(parameters: Parameters, speeds: readonly MeasuredSpeed[]): Outlook {
  const label = differencesInWords(parameters) || 'defaults';
  try {
    const network = describeNetwork(parameters, mnistFormat);
    return {
      label,
      layers: networkInWords(network),
      weights: `${grouped(network.parameterCount)} weights`,
      time: estimatedTimeInWords(parameters, speeds),
      error: undefined,
    };
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    // The size of a folder's images is known only when it is read: its trainer checks.
    return { label, layers: '', weights: '', time: '', error: parameters.dataset === 'mnist' ? error : undefined };
  }
}

/** `about 1m57s`; empty if it cannot be told. */
export function estimatedTimeInWords(parameters: Parameters, speeds: readonly MeasuredSpeed[]): string {
  if (parameters.dataset !== 'mnist') return '';
  const validation = parameters.validation_samples;
  const train = parameters.train_samples || Math.max(0, MNIST_TRAINING - validation);
  try {
    const { ms, isGuess } = estimateDuration(parameters, { train, validation }, speeds, os.availableParallelism());
    return `${isGuess ? 'roughly' : 'about'} ${wholeSeconds(ms)}`;
  } catch (error) {
    if (error instanceof ParameterError) return '';
    throw error;
  }
}

/**
 * What is wrong with a value together with the others; undefined if nothing is.
 * @param parameters with the value in it
 */
export function conflictOf(parameters: Parameters, name: keyof Parameters): string | undefined {
  if (parameters.dataset !== 'mnist') return undefined;
  try {
    describeNetwork(parameters, mnistFormat);
    return undefined;
  } catch (error) {
    if (!(error instanceof ParameterError)) throw error;
    return error.parameter === name ? error.expectation : error.message;
  }
}

/** The parameters with some of them set; what does not go together is found by `outlook`. */
export function withValue(parameters: Parameters, name: keyof Parameters, value: number | string): Parameters {
  return { ...parameters, [name]: value };
}

/** A data set that lies in a folder with others, as a row of a list. */
export interface SetChoice {
  readonly label: string;
  readonly description: string;
  /** The value of the parameter `dataset`. */
  readonly dataset: string;
}

/** The data sets of which a person is to choose one; none if the folder, by the names of its files, has only one or none. */
export function setsToChooseFrom(folder: string, names: readonly string[]): SetChoice[] {
  const sets = setsAmong(names).filter(isWhole);
  if (sets.length < 2) return [];
  return sets.map(({ name, prefix }) => ({
    label: name || path.basename(folder),
    description: `${prefix}train-images…`,
    dataset: path.join(folder, name),
  }));
}
