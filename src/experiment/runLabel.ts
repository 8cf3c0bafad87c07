import { findParameter, type KnownParameters, type ParameterName } from '../contract/parameters';
import { formatParameter } from '../contract/parseParameters';
import { differingParameters } from './differences';

/** `num_filters 64 · seed 3`: what differs from another set, by default from the defaults; empty if nothing does. */
export function differencesInWords(parameters: KnownParameters, from?: KnownParameters): string {
  return differingParameters(parameters, from)
    .map(name => `${name} ${valueInWords(name, parameters)}`)
    .join(' · ');
}

/** A value as it is shown; `unknown` in an imported run whose source did not know it. */
export function valueInWords(name: ParameterName, parameters: KnownParameters): string {
  const value = parameters[name];
  return value === undefined ? 'unknown' : formatParameter(findParameter(name)!, value);
}
