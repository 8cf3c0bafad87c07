import { parameterTable, type KnownParameters } from '../../contract/parameters';
import { otherSettings, settingAt } from '../recorded/heldSettings';
import type { RecordedBrief } from '../recorded/recordedBrief';
import { valueInWords } from '../runLabel';
import { factInShort, type Fact } from './making';

/** A parameter or a fact with its value in each of the runs, in their order; `unknown` where a run does not tell. */
export interface ConfigRow {
  readonly name: string;
  readonly values: readonly string[];
}

/** What differs between the configurations of two or more runs, and what does not. */
export interface ConfigDiff {
  /** Parameters, in the order of the table. */
  readonly differing: readonly ConfigRow[];
  readonly equal: readonly ConfigRow[];
  /** Parameters that are not known of all runs, and have one value where they are. */
  readonly untold: readonly ConfigRow[];
  /** Of what scripts recorded: the other settings that differ, or that one of them was not given. */
  readonly settings: readonly ConfigRow[];
  /** How the runs were made, where it differs. */
  readonly making: readonly ConfigRow[];
  readonly equalMaking: readonly ConfigRow[];
}

export interface ConfiguredRun {
  readonly parameters: KnownParameters;
  /** As `makingFacts` has them. */
  readonly making: readonly Fact[];
  /** Of a run that another tool recorded. */
  readonly recorded?: Pick<RecordedBrief, 'settings'> | undefined;
}

const UNKNOWN = 'unknown';

/** Values are compared in full and shown in short. What one of the runs does not tell is no difference. */
export function configDiff(runs: readonly ConfiguredRun[]): ConfigDiff {
  const parameters = parameterTable.map(({ name }) => ({
    name,
    values: runs.map(run => valueInWords(name, run.parameters)),
    known: runs.flatMap(run => run.parameters[name] ?? []),
  }));
  const names = [...new Set(runs.flatMap(({ making }) => making.map(({ name }) => name)))];
  const facts = names.map(name => {
    const told = runs.map(({ making }) => making.find(fact => fact.name === name)?.value);
    return {
      name,
      values: told.map(value => (value === undefined ? UNKNOWN : factInShort(value))),
      known: told.filter(value => value !== undefined),
    };
  });
  const differs = ({ known }: { readonly known: readonly unknown[] }): boolean => new Set(known).size > 1;
  const isTold = ({ known }: { readonly known: readonly unknown[] }): boolean => known.length === runs.length;
  const row = ({ name, values }: ConfigRow): ConfigRow => ({ name, values });
  return {
    differing: parameters.filter(differs).map(row),
    equal: parameters.filter(of => !differs(of) && isTold(of)).map(row),
    untold: parameters.filter(of => !differs(of) && !isTold(of)).map(row),
    settings: settingsOf(runs).filter(({ values }) => new Set(values).size > 1),
    making: facts.filter(differs).map(row),
    equalMaking: facts.filter(of => !differs(of) && isTold(of)).map(row),
  };
}

function settingsOf(runs: readonly ConfiguredRun[]): ConfigRow[] {
  const places = runs.flatMap(({ recorded, parameters }) => (recorded ? [...otherSettings(recorded.settings, parameters)] : []));
  return [...new Set(places)].map(name => ({ name, values: runs.map(({ recorded }) => settingAt(recorded?.settings, name) ?? UNKNOWN) }));
}
