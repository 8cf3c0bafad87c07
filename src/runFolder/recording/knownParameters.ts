import * as v from 'valibot';
import type { JsonValue } from '../../contract/formats/recording';
import { valuesOf } from '../../contract/formats/parameters';
import { parameterTable, type KnownParameters, type ParameterName } from '../../contract/parameters';

/** What scripts call a parameter besides its name here, in the order in which they are looked for. */
const aliases: Partial<Readonly<Record<ParameterName, readonly string[]>>> = {
  epochs: ['num_epochs', 'n_epochs', 'max_epochs'],
  batch_size: ['batchsize', 'batch', 'train_batch_size'],
  num_filters: ['filters', 'n_filters'],
  num_layers: ['layers', 'n_layers', 'num_blocks'],
  activation_fun: ['activation_function', 'activation', 'act'],
  kernel_size: ['kernel'],
  dropout: ['dropout_rate'],
  dense_units: ['hidden_units', 'dense'],
  learning_rate: ['lr', 'init_lr'],
  seed: ['random_seed'],
};

/** What is written in another way there. */
const spelling: Readonly<Record<string, string>> = { leakyrelu: 'leaky_relu', swish: 'silu' };

/**
 * The parameters of Digits Lab that a script's settings have, by their names or usual other ones; a value that a parameter cannot have is
 * left out. The data set is not taken over: its name says nothing of where it lies.
 */
export function knownParametersOf(config: Readonly<Record<string, JsonValue>>): KnownParameters {
  const byName = new Map(Object.entries(config).map(([name, value]) => [plain(name), value]));
  const found: Record<string, number | string> = {};
  for (const { name } of parameterTable) {
    if (name === 'dataset') continue;
    for (const called of [name, ...(aliases[name] ?? [])]) {
      const value = byName.get(plain(called));
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

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_. ]/g, '');
}
