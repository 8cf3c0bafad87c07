import { scales, type Range } from '../../contract/formats/sweepVariations';
import { formatParameter, parseParameterText } from '../../contract/parseParameters';
import type { Parameter, ParameterName } from '../../contract/parameters';

type Named = Parameter & { readonly name: ParameterName };

/** What a parameter varies over: values, or a range to draw from. */
export type Variation = readonly (number | string)[] | Range;

/**
 * What a person typed for a parameter that varies: `8, 16, 32`, or for one that is drawn `0.0001 to 0.1 log`.
 * @throws {ParameterError} for a value that it cannot have
 * @throws {Error} for a range that is none
 */
export function parseVariation(parameter: Named, text: string): Variation {
  const words = text.trim();
  const range = /^(\S+)\s+to\s+(\S+)(?:\s+(\S+))?$/i.exec(words);
  if (!range || (parameter.kind !== 'integer' && parameter.kind !== 'number')) {
    return words
      .split(',')
      .map(part => part.trim())
      .filter(Boolean)
      .map(part => parseParameterText(parameter, part));
  }
  const [min, max] = [range[1]!, range[2]!].map(end => Number(parseParameterText(parameter, end)));
  const scale = scales.find(one => one === range[3]?.toLowerCase());
  if (range[3] !== undefined && !scale) throw new Error(`${range[3]}: expected log or linear behind the range.`);
  return { min: min!, max: max!, ...(scale && { scale }) };
}

/** The same the other way round: `8, 16, 32`, `0.0001 to 0.1 log`. */
export function variationInWords(parameter: Named, variation: Variation): string {
  if ('min' in variation) return [variation.min, 'to', variation.max, variation.scale].filter(part => part !== undefined).join(' ');
  return variation.map(value => formatParameter(parameter, value)).join(', ');
}
