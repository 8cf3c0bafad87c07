import * as v from 'valibot';
import { parameterTable, type Parameter, type ParameterName, type Parameters } from '../parameters';
import { rangeInWords } from '../rangeInWords';

/** What one parameter can be. */
function parameterValue(parameter: Parameter): v.GenericSchema<number | string> {
  const expected = rangeInWords(parameter);
  const help = v.description<never, string>(parameter.help);
  switch (parameter.kind) {
    case 'integer': {
      const { minimum, maximum } = parameter;
      return v.pipe(v.number(expected), v.integer(expected), v.minValue(minimum, expected), v.maxValue(maximum, expected), help);
    }
    case 'number': {
      const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = parameter;
      return v.pipe(
        v.number(expected),
        exclusiveMinimum ? v.gtValue(minimum, expected) : v.minValue(minimum, expected),
        exclusiveMaximum ? v.ltValue(maximum, expected) : v.maxValue(maximum, expected),
        help,
      );
    }
    case 'choice':
      return v.pipe(v.picklist(parameter.choices, expected), help);
    case 'dataset':
      return v.pipe(v.string(expected), v.nonEmpty(expected), v.maxLength(10_000, expected), help);
  }
}

/** What each parameter can be. */
export const valuesOf = Object.fromEntries(parameterTable.map(parameter => [parameter.name, parameterValue(parameter)])) as Readonly<
  Record<ParameterName, v.GenericSchema<number | string>>
>;

type Entries = { readonly [N in ParameterName]: v.GenericSchema<unknown, Parameters[N]> };

type KnownEntries = { readonly [N in ParameterName]: v.ExactOptionalSchema<v.GenericSchema<Parameters[N]>, undefined> };

/** One entry for each parameter. The table decides the type of its values, which TypeScript cannot infer. */
function entries(of: (parameter: Parameter & { readonly name: ParameterName }) => v.GenericSchema<unknown, unknown>): Entries {
  return Object.fromEntries(parameterTable.map(parameter => [parameter.name, of(parameter)])) as Entries;
}

/**
 * The parameters of a trained run: all of them must be there, except those that were introduced later and have a value `before` in the
 * table.
 */
export const savedParameters = v.pipe(
  v.object(
    entries(({ name, before }) => (before === undefined ? valuesOf[name] : v.optional(valuesOf[name], before))),
    'an object',
  ),
  v.readonly(),
);

/** What is known of the parameters of a run that another tool made. */
export const knownParameters = v.pipe(
  v.object(Object.fromEntries(parameterTable.map(({ name }) => [name, v.exactOptional(valuesOf[name])])) as KnownEntries, 'an object'),
  v.readonly(),
);

/** Parameters that a person or program asks for: a missing one has its default, and an unknown name is an error. */
export const askedParameters = v.pipe(
  v.strictObject(
    entries(({ name, default: usual }) => v.optional(valuesOf[name], usual)),
    `only names of parameters: ${parameterTable.map(({ name }) => name).join(', ')}`,
  ),
  v.readonly(),
);
