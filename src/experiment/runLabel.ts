import { findParameter, type ParameterName, type Parameters } from '../contract/parameters';
import { formatParameter } from '../contract/parseParameters';
import { differingParameters } from './differences';

/** `num_filters 64 · seed 3`: what differs from another set, by default from the defaults; empty if nothing does. */
export function differencesInWords(parameters: Parameters, from?: Parameters): string {
  return differingParameters(parameters, from)
    .map(name => `${name} ${valueInWords(name, parameters)}`)
    .join(' · ');
}

export function valueInWords(name: ParameterName, parameters: Parameters): string {
  return formatParameter(findParameter(name)!, parameters[name]);
}
