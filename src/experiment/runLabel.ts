import { findParameter, isComplete, type KnownParameters, type ParameterName } from '../contract/parameters';
import { formatParameter } from '../contract/parseParameters';
import { differingParameters } from './differences';
import type { ListedRun } from './listedRun';

/** What a run is called: its name, else what differs from the defaults, else `defaults`, or `imported` where not all of that is known. */
export function runLabel({ labels, parameters }: Pick<ListedRun, 'labels' | 'parameters'>): string {
  return labels.name || differencesInWords(parameters) || nothingDiffers(parameters);
}

/** What a run is called where no parameter differs from its default. */
export function nothingDiffers(parameters: KnownParameters): string {
  return isComplete(parameters) ? 'defaults' : 'imported';
}

/** How much is trained, rather than what: it comes last where there is little room. */
export const amounts: readonly ParameterName[] = ['epochs', 'train_samples', 'validation_samples'];

/** As many texts as fit, at least the first, and how many more there are: `num_filters 64 · seed 3 +2`. @param most characters */
export function fittingWords(words: readonly string[], most: number): string {
  const label = (count: number): string => `${words.slice(0, count).join(' · ')}${count < words.length ? ` +${words.length - count}` : ''}`;
  let count = words.length;
  while (count > 1 && label(count).length > most) count--;
  return label(count);
}

/** `num_filters 64` */
export function nameAndValue(name: ParameterName, parameters: KnownParameters): string {
  return `${name} ${valueInWords(name, parameters)}`;
}

/** The same without what is long and alike: `dataset letters` of a folder `/data/emnist/letters`. */
export function nameAndValueInBrief(name: ParameterName, parameters: KnownParameters): string {
  const value = valueInWords(name, parameters);
  return `${name} ${name === 'dataset' ? lastName(value) : value}`;
}

function lastName(path: string): string {
  return path.split(/[\\/]/).findLast(Boolean) ?? path;
}

/** `num_filters 64 · seed 3`: what differs from another set, by default from the defaults; empty if nothing does. */
export function differencesInWords(parameters: KnownParameters, from?: KnownParameters): string {
  return differingParameters(parameters, from)
    .map(name => nameAndValue(name, parameters))
    .join(' · ');
}

/** A value as it is shown; `unknown` in an imported run whose source did not know it. */
export function valueInWords(name: ParameterName, parameters: KnownParameters): string {
  const value = parameters[name];
  return value === undefined ? 'unknown' : formatParameter(findParameter(name)!, value);
}
