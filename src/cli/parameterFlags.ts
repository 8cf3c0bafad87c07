import { Option, type Command } from 'commander';
import { formatParameter, parseParameterText, rangeInWords } from '../contract/parseParameters';
import {
  defaultParameters,
  findParameter,
  parameterTable,
  type Parameter,
  type ParameterName,
  type Parameters,
} from '../contract/parameters';

/** `num_filters` → `--num-filters` */
export function flagOf(name: ParameterName): string {
  return `--${name.replaceAll('_', '-')}`;
}

const groups: Readonly<Record<string, readonly ParameterName[]>> = {
  'Network:': ['num_filters', 'num_layers', 'activation_fun', 'kernel_size', 'padding', 'dense_units', 'dropout'],
  'Training:': ['epochs', 'batch_size', 'optimizer', 'learning_rate', 'weight_decay', 'patience', 'seed'],
  'Data:': ['dataset', 'train_samples', 'validation_samples'],
};

/** Adds a flag for every parameter to a command, in groups. */
export function addParameterFlags(command: Command): void {
  const grouped = new Set(Object.values(groups).flat());
  const others = parameterTable.map(p => p.name).filter(name => !grouped.has(name));
  for (const [heading, names] of Object.entries({ ...groups, ...(others.length > 0 && { 'Other parameters:': others }) })) {
    for (const name of names) {
      const parameter = findParameter(name)!;
      const option = new Option(`${flagOf(name)} <${placeholder(parameter)}>`, describe(parameter));
      command.addOption(option.helpGroup(heading).argParser(text => parseParameterText(parameter, text)));
    }
  }
}

/** The parameters that were given, and all others at their defaults. */
export function parametersFrom(options: Readonly<Record<string, unknown>>): Parameters {
  const given = parameterTable.flatMap(({ name }) => {
    const value = options[name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
    return value === undefined ? [] : [[name, value]];
  });
  return { ...defaultParameters, ...Object.fromEntries(given) };
}

/** Arguments with every parameter's snake_case flag, which is accepted too, in the usual spelling. */
export function withUsualFlags(args: readonly string[]): string[] {
  return args.map(arg => {
    const name = /^--([a-z_]+)(?==|$)/.exec(arg)?.[1];
    return name !== undefined && findParameter(name) ? arg.replace(`--${name}`, flagOf(name as ParameterName)) : arg;
  });
}

function placeholder(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'integer':
      return 'n';
    case 'number':
      return 'x';
    case 'choice':
      return 'name';
    case 'dataset':
      return 'name|dir';
  }
}

function describe(parameter: Parameter & { name: ParameterName }): string {
  return `${parameter.help} ${capitalised(rangeInWords(parameter))}. Default: ${formatParameter(parameter, parameter.default)}.`;
}

function capitalised(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
