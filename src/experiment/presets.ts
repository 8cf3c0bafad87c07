import { defaultParameters, type Parameters } from '../contract/parameters';

/** A set of parameters with a name. */
export interface Preset {
  readonly name: string;
  readonly parameters: Parameters;
}

/** Enough to see whether something learns at all, in seconds. */
export const quickLook: Parameters = { ...defaultParameters, epochs: 2, train_samples: 6_000 };
