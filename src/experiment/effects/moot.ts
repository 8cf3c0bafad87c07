import type { Factor } from '../../contract/effects';
import type { ParameterName, Parameters } from '../../contract/parameters';

/** A parameter that makes no difference, since another one leaves it nothing to do. */
export interface MootParameter {
  readonly name: ParameterName;
  /** Behind "is moot where". */
  readonly where: string;
}

interface Rule extends MootParameter {
  /** The parameters that decide it. */
  readonly by: readonly ParameterName[];
  readonly isMoot: (parameters: Parameters) => boolean;
}

const rules: readonly Rule[] = [
  { name: 'padding', by: ['kernel_size'], where: 'kernel_size is 1', isMoot: ({ kernel_size: size }) => size === 1 },
  { name: 'transpose', by: ['dataset'], where: 'dataset is mnist', isMoot: ({ dataset }) => dataset === 'mnist' },
];

/** The parameters that some level of the factor leaves nothing to do, and the factor itself where another parameter does. */
export function mootParameters(factor: Factor, settings: readonly Parameters[]): MootParameter[] {
  return rules
    .filter(({ name, by, isMoot }) => (by.includes(factor) || name === factor) && settings.some(isMoot))
    .map(({ name, where }) => ({ name, where }));
}
