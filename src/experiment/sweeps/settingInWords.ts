import { parameterTable } from '../../contract/parameters';
import type { SweptValues } from '../../contract/sweeps';
import { nameAndValueInBrief } from '../runLabel';

/** `num_filters 16 · learning_rate 0.001` */
export function settingInWords(values: SweptValues): string {
  const named = parameterTable.filter(({ name }) => values[name] !== undefined);
  return named.map(({ name }) => nameAndValueInBrief(name, values)).join(' · ');
}
