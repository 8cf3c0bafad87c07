import { closest, distance } from 'fastest-levenshtein';
import * as v from 'valibot';
import { askedParameters, valuesOf } from './formats/parameters';
import { findParameter, ParameterError, parameterTable, type Parameter, type ParameterName, type Parameters } from './parameters';
import { rangeInWords } from './rangeInWords';

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
  const result = v.safeParse(valuesOf[parameter.name], value);
  if (result.success) return result.output;
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
  for (const [name, given] of Object.entries(value)) {
    const parameter = findParameter(name);
    if (!parameter) throw new Error(`parameters: there is no "${name}"; there are ${parameterTable.map(p => p.name).join(', ')}.`);
    checkParameter(parameter, given);
  }
  return v.parse(askedParameters, value);
}

/** A value as it is shown: `all` for 0 training images, otherwise the value itself. */
export function formatParameter(parameter: Parameter, value: number | string): string {
  return parameter.kind === 'integer' && value === 0 && parameter.zeroMeans !== undefined ? parameter.zeroMeans : String(value);
}
