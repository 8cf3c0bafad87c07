import { closest, distance } from 'fastest-levenshtein';
import {
  defaultParameters,
  findParameter,
  parameterTable,
  ParameterError,
  type Parameter,
  type ParameterName,
  type Parameters,
} from './parameters';

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
      return `${parameter.choices.join(', ')} or the path of a folder`;
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

/**
 * The value that a person typed, as a flag or in a form.
 * @throws {ParameterError} which says what is possible
 */
export function parseParameterText(parameter: Parameter & { name: ParameterName }, text: string): number | string {
  const trimmed = text.trim();
  if (parameter.kind === 'choice' || parameter.kind === 'dataset') return checkParameter(parameter, trimmed);
  if (parameter.kind === 'integer' && trimmed.toLowerCase() === parameter.zeroMeans) return 0;
  // Number() takes '', '0x10' and 'Infinity' as well; a person who types those has made a mistake.
  // Only where it can be nothing else: 0,001 is how half of the world writes a thousandth.
  const isGrouped = parameter.kind === 'integer' && /^[+-]?[1-9]\d{0,2}([_,]\d{3})+$/.test(trimmed);
  const plain = isGrouped ? trimmed.replaceAll(/[_,]/g, '') : trimmed;
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain))
    throw new ParameterError(parameter.name, text, `expected ${rangeInWords(parameter)}.`);
  return checkParameter(parameter, Number(plain));
}

/**
 * The value, if the parameter can take it.
 * @throws {ParameterError} which says what is possible
 */
export function checkParameter(parameter: Parameter & { name: ParameterName }, value: unknown): number | string {
  if (isPossible(parameter, value)) return value;
  const meant = parameter.kind === 'choice' && typeof value === 'string' ? closest(value, parameter.choices) : '';
  // Half of the letters right is no coincidence.
  const hint = typeof value === 'string' && distance(value, meant) <= meant.length / 2 ? ` Did you mean ${meant}?` : '';
  throw new ParameterError(parameter.name, value, `expected ${rangeInWords(parameter)}.${hint}`);
}

/**
 * A whole set of parameters out of JSON that came from elsewhere; what is missing takes its default.
 * @throws {ParameterError} for a value out of range
 * @throws {Error} for a name that is no parameter's, or a value that is no object
 */
export function parseParameters(value: unknown): Parameters {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('parameters: expected an object of names and values.');
  const checked = Object.entries(value).map(([name, given]) => {
    const parameter = findParameter(name);
    if (!parameter) throw new Error(`parameters: there is no "${name}"; there are ${parameterTable.map(p => p.name).join(', ')}.`);
    return [name, checkParameter(parameter, given)];
  });
  return { ...defaultParameters, ...Object.fromEntries(checked) };
}

/** A value as it is shown: `all` for 0 training images, otherwise the value itself. */
export function formatParameter(parameter: Parameter, value: number | string): string {
  return parameter.kind === 'integer' && value === 0 && parameter.zeroMeans !== undefined ? parameter.zeroMeans : String(value);
}

function isPossible(parameter: Parameter, value: unknown): value is number | string {
  switch (parameter.kind) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && value >= parameter.minimum && value <= parameter.maximum;
    case 'number':
      return (
        typeof value === 'number' &&
        (parameter.exclusiveMinimum ? value > parameter.minimum : value >= parameter.minimum) &&
        (parameter.exclusiveMaximum ? value < parameter.maximum : value <= parameter.maximum)
      );
    case 'choice':
      return typeof value === 'string' && parameter.choices.includes(value);
    case 'dataset':
      return typeof value === 'string' && value !== '';
  }
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

function listed(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}
