import type { ComparedRun, ComparisonState, SavedComparison } from '../../src/contract/comparison';
import { differingParameters } from '../../src/experiment/differences';
import { comparisonColumns } from '../../src/experiment/comparison/columns';
import { groupings, type Grouping } from '../../src/experiment/comparison/grouping';
import { comparisonTable, type ComparisonTable } from '../../src/experiment/comparison/table';
import { looksOf, type RunLook } from '../../src/report/runLooks';
import { keepLatest } from '../shared/keepLatest';
import { deltaOf, metricOfDelta } from './table/deltas';

/** What the page shows at one time: everything that its parts have in common. */
export interface Shown {
  readonly state: ComparisonState;
  readonly view: SavedComparison;
  readonly checked: ReadonlySet<string>;
  /** The runs that are compared: of a comparison those that are checked, of a table all. */
  readonly compared: readonly ComparedRun[];
  readonly baseline: ComparedRun | undefined;
  /** Names of columns in their order, those of differences among them. */
  readonly columns: readonly string[];
  readonly grouping: Grouping;
  readonly table: ComparisonTable;
  readonly labels: ReadonlyMap<string, string>;
  readonly looks: ReadonlyMap<string, RunLook>;
  readonly highlighted: string | null;
  /** Whether the curves of all runs that are compared are there. */
  readonly hasCurves: boolean;
}

/** A function that tells what is shown; what has not changed is not computed again. */
export function createShown(): (state: ComparisonState, view: SavedComparison, highlighted: string | null) => Shown {
  const latestChecked = keepLatest((ids: readonly string[]) => new Set(ids));
  const latestCompared = keepLatest((state: ComparisonState, checked: ReadonlySet<string>) =>
    state.mode === 'table' ? state.runs : state.runs.filter(({ id }) => checked.has(id)),
  );
  const latestLabels = keepLatest((runs: readonly ComparedRun[]) => new Map(runs.map(({ id, label }) => [id, label])));
  const latestColumns = keepLatest((runs: readonly ComparedRun[], { mode }: ComparisonState, hasBaseline: boolean) => {
    // What runs are judged by is seen however narrow the page is.
    const first = ['val_accuracy', ...(hasBaseline ? [deltaOf('val_accuracy')] : []), ...(mode === 'table' ? ['test_accuracy'] : [])];
    const rest = comparisonColumns(runs).flatMap(({ name }) => (first.includes(name) ? [] : [name]));
    return [...first, ...rest, ...(mode === 'table' ? ['status', 'created', 'tags'] : [])];
  });
  const latestHasCurves = keepLatest((runs: readonly ComparedRun[], { curves }: ComparisonState) => {
    const there = new Set(curves.map(({ runId }) => runId));
    return runs.every(({ id }) => there.has(id));
  });
  const latestTable = keepLatest(comparisonTable);
  const latestLooks = keepLatest(looksOf);
  /** In the order in which they came: one that comes later changes the look of no other. */
  const seen = new Set<string>();
  const ids = keepLatest((runs: readonly ComparedRun[]) => {
    for (const { id } of runs) seen.add(id);
    return [...seen];
  });
  return (state, view, highlighted) => {
    const checked = latestChecked([state.checked], state.checked);
    const compared = latestCompared([state.runs, checked], state, checked);
    const baseline = baselineOf(compared, state, view);
    const baselineId = baseline?.id ?? null;
    const columns = view.columns ?? latestColumns([compared, baseline === undefined], compared, state, baseline !== undefined);
    const grouping = groupings.find(one => one === view.grouping) ?? 'none';
    const labels = latestLabels([state.runs], state.runs);
    const table = latestTable([state.runs, columns, view.filter, view.sort, baselineId, grouping], state.runs, {
      columns: [...new Set(columns.map(name => metricOfDelta(name) ?? name))],
      filter: view.filter,
      ...(view.sort && { sort: view.sort }),
      ...(baselineId !== null && { baseline: baselineId }),
      grouping,
      labels,
    });
    const all = ids([state.runs], state.runs);
    const hasCurves = latestHasCurves([compared, state.curves], compared, state);
    return {
      state,
      view,
      checked,
      compared,
      baseline,
      columns,
      grouping,
      table,
      labels,
      looks: latestLooks([all, baselineId], all, baselineId),
      highlighted,
      hasCurves,
    };
  };
}

/** The run that was chosen; before, of a comparison the one that differs least from the defaults, of these the oldest. Empty: none. */
function baselineOf(runs: readonly ComparedRun[], { mode }: ComparisonState, { baseline }: SavedComparison): ComparedRun | undefined {
  if (baseline === '') return undefined;
  const chosen = runs.find(({ id }) => id === baseline);
  if (chosen || mode === 'table') return chosen;
  const differences = ({ parameters }: ComparedRun): number => differingParameters(parameters).length;
  return runs.reduce<ComparedRun | undefined>((least, run) => (least && differences(least) <= differences(run) ? least : run), undefined);
}
