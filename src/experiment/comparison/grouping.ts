import { defaultParameters, findParameter, isComplete, parameterTable, type ParameterName } from '../../contract/parameters';
import { distinctLabels, type LabelRules } from '../distinctLabels';
import type { ListedRun } from '../listedRun';
import { nameAndValueInBrief } from '../runLabel';

/** What the runs of a comparison are grouped by: nothing, all parameters but the seed, or one parameter. */
export type Grouping = 'none' | 'replicates' | ParameterName;

export const groupings: readonly Grouping[] = ['none', 'replicates', ...parameterTable.map(({ name }) => name)];

/** As it stands behind "group by". */
export function groupingInWords(grouping: Grouping): string {
  return grouping === 'none' ? 'nothing' : grouping === 'replicates' ? 'all but the seed' : grouping;
}

export interface RunsInGroup {
  /** Tells the group from the others. */
  readonly key: string;
  readonly label: string;
  /** At least one, in the order in which they were given. */
  readonly runs: readonly ListedRun[];
}

/**
 * Runs in groups. Groups of a number are in its order, others in that of their first runs. A run whose parameters are not all known is a
 * replicate of no other one.
 */
export function groupsOf(runs: readonly ListedRun[], grouping: Grouping, rules: Pick<LabelRules, 'parentOf'> = {}): RunsInGroup[] {
  if (grouping === 'none') {
    const labels = distinctLabels(runs, rules);
    return runs.map(run => ({ key: run.id, label: labels.get(run.id) ?? run.id, runs: [run] }));
  }
  const groups = new Map<string, ListedRun[]>();
  for (const run of runs) {
    const key = grouping === 'replicates' ? settingOf(run, 'seed') : JSON.stringify(run.parameters[grouping] ?? null);
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  if (grouping === 'replicates') return replicates(groups);
  const inOrder = [...groups].map(([key, of]) => ({ key, label: nameAndValueInBrief(grouping, of[0]!.parameters), runs: of }));
  const { kind } = findParameter(grouping)!;
  if (kind !== 'integer' && kind !== 'number') return inOrder;
  const numberOf = ({ runs: [first] }: RunsInGroup): number => Number(first!.parameters[grouping] ?? Infinity);
  return inOrder.toSorted((a, b) => (numberOf(a) < numberOf(b) ? -1 : Number(numberOf(a) > numberOf(b))));
}

/** The same for two runs exactly if all their parameters are known and equal, but for one that may be left out. */
export function settingOf({ id, parameters }: ListedRun, without?: ParameterName): string {
  if (!isComplete(parameters)) return id;
  return JSON.stringify(parameterTable.map(({ name }) => (name === without ? null : parameters[name])));
}

/** Each group is called as its first run would be if seeds did not count: by the name that all its runs have, else by what differs. */
function replicates(groups: ReadonlyMap<string, readonly ListedRun[]>): RunsInGroup[] {
  const all = [...groups].map(([key, runs]) => ({ key, runs }));
  const called = all.map(({ runs }) => {
    const [first] = runs;
    const { id, labels, parameters } = first!;
    const name = runs.every(run => run.labels.name === labels.name) ? labels.name : '';
    // One seed for all is no difference.
    return {
      id,
      labels: { ...labels, name, tags: [] },
      parameters: isComplete(parameters) ? { ...parameters, seed: defaultParameters.seed } : parameters,
    };
  });
  const labels = distinctLabels(called);
  return all.map(({ key, runs }) => ({ key, label: labels.get(runs[0]!.id) ?? key, runs }));
}
