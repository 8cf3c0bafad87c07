import { defaultParameters, parameterTable, type KnownParameters, type ParameterName } from '../contract/parameters';

/** Names of the parameters in which two sets differ, in the order of the table. What one of them does not know is no difference. */
export function differingParameters(parameters: KnownParameters, from: KnownParameters = defaultParameters): ParameterName[] {
  const areKnown = (name: ParameterName): boolean => parameters[name] !== undefined && from[name] !== undefined;
  return parameterTable.map(({ name }) => name).filter(name => areKnown(name) && parameters[name] !== from[name]);
}

/** Names of the parameters that do not have one value in all sets that know them. */
export function varyingParameters(sets: readonly KnownParameters[]): ParameterName[] {
  const values = (name: ParameterName): unknown[] => sets.map(parameters => parameters[name]).filter(value => value !== undefined);
  return parameterTable.map(({ name }) => name).filter(name => new Set(values(name)).size > 1);
}
