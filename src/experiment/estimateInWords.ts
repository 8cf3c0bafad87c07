import { ParameterError, type Parameters } from '../contract/parameters';
import { wholeSeconds } from '../wording/timeInWords';
import { estimateDuration, type Estimate, type Machine } from './estimate';

/** Images of MNIST; those of a folder are known only when it is read. */
const MNIST = { training: 60_000, test: 10_000 };

/** `about 1m57s`; empty if it cannot be told. */
export function estimateInWords(parameters: Parameters, machine: Machine): string {
  const estimate = estimateOf(parameters, machine);
  return estimate ? `${estimate.isGuess ? 'roughly' : 'about'} ${wholeSeconds(estimate.ms)}` : '';
}

/** How long a run with these parameters will take; undefined if it cannot be told. */
export function estimateOf(parameters: Parameters, machine: Machine): Estimate | undefined {
  if (parameters.dataset !== 'mnist') return undefined;
  const validation = parameters.validation_samples;
  const train = parameters.train_samples || Math.max(0, MNIST.training - validation);
  try {
    return estimateDuration(parameters, { train, validation, test: MNIST.test }, machine);
  } catch (error) {
    if (error instanceof ParameterError) return undefined;
    throw error;
  }
}
