import * as v from 'valibot';
import type { JsonValue } from '../../contract/formats/recording';
import { valuesOf } from '../../contract/formats/parameters';
import { parameterTable, type KnownParameters } from '../../contract/parameters';
import { plainName, settingNames } from '../../contract/settingNames';

/** What is written in another way there. */
const spelling: Readonly<Record<string, string>> = { leakyrelu: 'leaky_relu', swish: 'silu' };

/**
 * The parameters of Digits Lab that a script's settings have, by their names or usual other ones; a value that a parameter cannot have is
 * left out. The data set is not taken over: its name says nothing of where it lies.
 */
export function knownParametersOf(config: Readonly<Record<string, JsonValue>>): KnownParameters {
  const byName = new Map(Object.entries(config).map(([name, value]) => [plainName(name), value]));
  const found: Record<string, number | string> = {};
  for (const { name } of parameterTable) {
    if (name === 'dataset') continue;
    for (const called of settingNames(name)) {
      const value = byName.get(plainName(called));
      if (value === undefined) continue;
      const result = v.safeParse(valuesOf[name], meant(value));
      if (result.success) found[name] = result.output;
      break;
    }
  }
  return found;
}

/** MLflow keeps every setting as a text. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function meant(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  return NUMBER.test(value) ? Number(value) : (spelling[value.toLowerCase()] ?? value.toLowerCase());
}
