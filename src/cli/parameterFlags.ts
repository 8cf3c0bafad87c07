import { Option, type Command } from 'commander';
import { formatParameter, parseParameterText } from '../contract/parseParameters';
import { rangeInBrief } from '../contract/rangeInWords';
import {
  defaultParameters,
  findParameter,
  parameterGroups,
  parameterTable,
  type Parameter,
  type KnownParameters,
  type ParameterName,
  type Parameters,
} from '../contract/parameters';
import { offering } from './completion/offered';

/** `num_filters` → `--num-filters` */
export function flagOf(name: ParameterName): string {
  return `--${name.replaceAll('_', '-')}`;
}

/** The flag of an option as commander names it: `acceptBuilds` → `--accept-builds` */
export function flagCalled(option: string): string {
  return `--${option.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** Adds a flag for every parameter to a command, under the headings of the table. */
export function addParameterFlags(command: Command): void {
  for (const group of parameterGroups) {
    for (const parameter of parameterTable.filter(other => other.group === group)) {
      const option = new Option(`${flagOf(parameter.name)} <${placeholder(parameter)}>`, describe(parameter));
      const heading = `${group[0]!.toUpperCase()}${group.slice(1)}:`;
      command.addOption(
        withValues(
          option.helpGroup(heading).argParser(text => parseParameterText(parameter, text)),
          parameter,
        ),
      );
    }
  }
}

/** What commander calls a parameter's value: `num_filters` → `numFilters`. */
export function optionName(name: ParameterName): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The parameters that were given. */
export function givenParameters(options: Readonly<Record<string, unknown>>): KnownParameters {
  const given = parameterTable.flatMap(({ name }) => {
    const value = options[optionName(name)];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(given) as KnownParameters;
}

/** The same, and all others at their defaults. */
export function parametersFrom(options: Readonly<Record<string, unknown>>): Parameters {
  return { ...defaultParameters, ...givenParameters(options) };
}

/** Arguments with every parameter's snake_case flag, which is accepted too, in the usual spelling. */
export function withUsualFlags(args: readonly string[]): string[] {
  return args.map(arg => {
    const name = /^--([a-z_]+)(?==|$)/.exec(arg)?.[1];
    return name !== undefined && findParameter(name) ? arg.replace(`--${name}`, flagOf(name as ParameterName)) : arg;
  });
}

function withValues(option: Option, parameter: Parameter): Option {
  if (parameter.kind === 'choice') return offering(option, { kind: 'words', words: parameter.choices });
  return parameter.kind === 'dataset' ? offering(option, { kind: 'file', words: parameter.choices }) : option;
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
      return 'name|path';
  }
}

function describe(parameter: Parameter): string {
  return `${parameter.help} [${formatParameter(parameter, parameter.default)}; ${rangeInBrief(parameter)}]`;
}
