import type { CommandArguments, CommandId } from '../../contributions';
import type { LabRun } from '../../runs/labRun';
import { chooseRun, idsOf } from '../chooseRun';
import type { Services } from '../services';
import type { RunsTree } from '../tree/runsTree';
import type { Comparisons } from './comparisons';

interface ComparisonCommandParts {
  readonly services: Services;
  readonly comparisons: Comparisons;
  readonly tree: RunsTree;
}

/** The commands that show several runs together. The runs that are compared are the ones that are checked: comparing others checks them. */
export function comparisonCommands({ services, comparisons, tree }: ComparisonCommandParts) {
  const { lab, checked } = services;
  const compare = (ids: readonly string[]): void => {
    const unknown = ids.filter(id => !lab.find(id));
    if (unknown.length > 0) throw new Error(`Compare Runs: there is no run ${unknown.join(', ')}.`);
    if (ids.length > 0) checked.set(ids);
    comparisons.compare();
  };
  const compareChosen = async (first: LabRun | undefined): Promise<void> => {
    const other =
      first && (await chooseRun(lab, undefined, `Compare ${services.names.fullOf(first.id)} with`, ({ id }) => id !== first.id));
    if (other) compare([first.id, other.id]);
  };
  return {
    'digitsLab.compareRuns': (argument: CommandArguments['digitsLab.compareRuns'], selection?: unknown) => {
      const ids = isList(argument) ? argument : idsOf(argument, selection);
      if (ids.length > 1) return compare(ids);
      if (ids.length === 0 && checked.ids.length > 1) return compare([]);
      const selected = idsOf(undefined, tree.view.selected());
      if (ids.length === 0 && selected.length > 1) return compare(selected);
      return chooseRun(lab, ids[0], 'Compare').then(compareChosen);
    },
    'digitsLab.compareWith': async (argument: CommandArguments['digitsLab.compareWith']) =>
      compareChosen(await chooseRun(lab, argument ?? idsOf(undefined, tree.view.selected())[0], 'Compare')),
    'digitsLab.openRunsTable': () => comparisons.showTable(),
    'digitsLab.uncheckAll': () => checked.set([]),
  } satisfies Partial<Record<CommandId, unknown>>;
}

function isList(argument: CommandArguments['digitsLab.compareRuns']): argument is readonly string[] {
  return Array.isArray(argument);
}
