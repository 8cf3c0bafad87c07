import { grouped } from '../util/format';
import type { Parameter } from './parameters';

/** What a parameter can be, in words: `a whole number from 1 to 512`, `relu, sigmoid, … or softplus`. */
export function rangeInWords(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'integer': {
      const zero = parameter.zeroMeans === undefined ? '' : ` (0 or "${parameter.zeroMeans}": ${parameter.zeroMeans})`;
      return `a whole number from ${grouped(parameter.minimum)} to ${grouped(parameter.maximum)}${zero}`;
    }
    case 'number': {
      const from = parameter.exclusiveMinimum ? `above ${parameter.minimum}` : `from ${parameter.minimum}`;
      return `a number ${from} ${parameter.exclusiveMaximum ? `to below ${parameter.maximum}` : `to ${parameter.maximum}`}`;
    }
    case 'choice':
      return listed(parameter.choices);
    case 'dataset':
      return `${parameter.choices.join(', ')} or the path of a folder or file`;
  }
}

/** The same for a list, in few words: `1 to 512`, `0 to below 1`, `relu, sigmoid, … or softplus`. */
export function rangeInBrief(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'integer':
      return `${grouped(parameter.minimum)} to ${grouped(parameter.maximum)}`;
    case 'number':
      return `${parameter.exclusiveMinimum ? 'above ' : ''}${parameter.minimum} to ${parameter.exclusiveMaximum ? 'below ' : ''}${parameter.maximum}`;
    case 'choice':
    case 'dataset':
      return rangeInWords(parameter);
  }
}

function listed(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
