/** What a plan says that a parameter varies over: a list of values, or a range. */
import * as v from 'valibot';
import { grouped } from '../../util/format';
import type { Parameter, ParameterName } from '../parameters';
import { rangeInWords } from '../rangeInWords';
import { oneOf } from './basics';
import { valuesOf } from './parameters';
import { distinct, strict } from './strict';

export const scales = ['log', 'linear'] as const;

/** Drawn from evenly, or evenly in the logarithm. */
export interface Range {
  readonly min: number;
  readonly max: number;
  /** By default that of the parameter, if `min` allows it. */
  readonly scale?: (typeof scales)[number];
}

const MOST_LEVELS = 1_000;

type Named = Parameter & { readonly name: ParameterName };
type Numeric = Extract<Named, { readonly kind: 'integer' | 'number' }>;

/** A list of values, of which there have to be so many. */
export function levelsOf(parameter: Named, least: number): v.GenericSchema<(number | string)[]> {
  const each = `each ${rangeInWords(parameter)}`;
  return v.pipe(
    v.array(valuesOf[parameter.name], `a list of values, ${each}`),
    v.minLength(least, least === 1 ? `a value or more, ${each}` : `${least} values or more, ${each}`),
    v.maxLength(MOST_LEVELS, `${grouped(MOST_LEVELS)} values at most`),
    distinct('each value once'),
    v.description(parameter.help),
    v.examples([exampleLevels(parameter)]),
    v.metadata({ uniqueItems: true }),
  );
}

/** A range, where the values are numbers, or a list of values. */
export function drawsOf(parameter: Named): v.GenericSchema<Range | (number | string)[]> {
  const levels = levelsOf(parameter, 1);
  if (parameter.kind === 'choice' || parameter.kind === 'dataset') return levels;
  const value = valuesOf[parameter.name] as v.GenericSchema<number>;
  const usual = parameter.scale === 'log' ? 'log if min is above 0, else linear' : 'linear';
  const range = v.pipe(
    strict(
      {
        min: value,
        max: value,
        scale: v.exactOptional(v.pipe(oneOf(scales), v.description(`Evenly, or evenly in the logarithm. Without it: ${usual}.`))),
      },
      'an object with min and max',
    ),
    v.check(({ min, max }) => min < max, 'a max above min'),
    v.check(({ min, scale }) => scale !== 'log' || min > 0, 'a min above 0, where scale is "log"'),
    v.description(parameter.help),
    v.examples([exampleRange(parameter)]),
  );
  return v.pipe(
    v.union([levels, range], `a list of values, or an object with min and max, each ${rangeInWords(parameter)}`),
    v.description(parameter.help),
  );
}

/** How many different values it has; a range of numbers has no end of them. */
export function pointsIn({ kind }: Pick<Parameter, 'kind'>, variation: readonly unknown[] | Range): number {
  if (!('min' in variation)) return variation.length;
  return kind === 'integer' ? variation.max - variation.min + 1 : Infinity;
}

/** What an editor offers: values around the default, or the first choices. */
function exampleLevels(parameter: Named): (number | string)[] {
  if (parameter.kind === 'choice') return parameter.choices.slice(0, 3);
  if (parameter.kind === 'dataset') return [...parameter.choices, './folder'];
  const { default: usual, minimum, maximum, kind } = parameter;
  const step = kind === 'integer' ? typicalSize(maximum) : 1e-4;
  const near =
    usual === 0 ? [0, step, 2 * step] : kind === 'integer' && maximum <= 20 ? [usual - 1, usual, usual + 1] : [usual / 2, usual, usual * 2];
  return near.filter(value => value >= minimum && value < maximum);
}

function exampleRange({ default: usual, minimum, maximum, scale, kind }: Numeric): Range {
  if (kind === 'number' && scale) return usual > 0 ? { min: usual / 10, max: usual * 10, scale } : { min: 1e-5, max: 1e-2, scale };
  if (usual === 0) return { min: 0, max: typicalSize(maximum) };
  if (scale) return { min: Math.max(minimum, usual / 4), max: usual * 4, scale };
  return { min: minimum, max: Math.min(maximum, kind === 'integer' ? Math.ceil(usual * 1.5) : usual * 1.5) };
}

/** Between 1 and the largest possible, with one digit. */
function typicalSize(maximum: number): number {
  return Number(Math.sqrt(maximum).toPrecision(1));
}
