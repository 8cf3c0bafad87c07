import { defaultParameters, parameterTable, type ParameterName, type Parameters } from '../contract/parameters';

/** Names of the parameters in which two sets differ, in the order of the table. */
export function differingParameters(parameters: Parameters, from: Parameters = defaultParameters): ParameterName[] {
  return parameterTable.map(({ name }) => name).filter(name => parameters[name] !== from[name]);
}

/** Names of the parameters that do not have one value in all sets. */
export function varyingParameters(sets: readonly Parameters[]): ParameterName[] {
  return parameterTable.map(({ name }) => name).filter(name => new Set(sets.map(parameters => parameters[name])).size > 1);
}
