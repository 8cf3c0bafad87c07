import type { ParameterName } from './parameters';

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

/** A setting's name without what its spelling adds: `Batch-Size`, `batch_size` and `batchSize` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_. ]/g, '');
}

/** The names of a script's setting that are understood as a parameter, its own first. */
export function settingNames(name: ParameterName): readonly string[] {
  return [name, ...(aliases[name] ?? [])];
}
