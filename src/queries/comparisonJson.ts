import type { PairedResult } from '../contract/inspection';
import { metricTable } from '../contract/metrics';
import type { ConfigDiff } from '../experiment/comparison/configDiff';
import type { Fact } from '../experiment/comparison/making';
import { comparisonTable, type ComparisonCell, type ComparisonTable } from '../experiment/comparison/table';
import type { LabelRules } from '../experiment/distinctLabels';
import type { ListedRun } from '../experiment/listedRun';
import { singleRunsInWords } from '../wording/pairedInWords';

/** What `digits compare` found out. */
export interface Compared {
  /** In the order in which they were asked for. */
  readonly runs: readonly ListedRun[];
  readonly folders: readonly string[];
  readonly baseline: ListedRun;
  /** How each was made. */
  readonly making: readonly (readonly Fact[])[];
  readonly diff: ConfigDiff;
  /** As it is shown, of runs or of groups. */
  readonly table: ComparisonTable;
  readonly labels: ReadonlyMap<string, string>;
  readonly parentOf: NonNullable<LabelRules['parentOf']>;
  /** By id, of every run but the baseline. */
  readonly paired: ReadonlyMap<string, PairedResult>;
}

/** A comparison as JSON; what stands in it is for scripts and assistants to read. */
export interface ComparisonJson extends Readonly<Record<string, unknown>> {
  readonly groups: readonly (Readonly<Record<string, unknown>> & { readonly differences: object })[];
}

/** So many recorded settings that differ are told. */
const MOST_SETTINGS = 100;

const metricNames = metricTable.map(({ name }) => name);

/** Everything about a comparison, numbers in full; a metric that was not measured, or cannot be compared, is null. */
export function comparisonJson({ runs, folders, baseline, making, diff, table, labels, paired, parentOf }: Compared): ComparisonJson {
  const all = comparisonTable(runs, { baseline: baseline.id, columns: metricNames, parentOf });
  const names = (rows: ConfigDiff['equal']): string[] => rows.map(({ name }) => name);
  return {
    baseline: baseline.id,
    runs: runs.map(({ id, status, parameters }, i) => ({
      id,
      label: labels.get(id),
      folder: folders[i],
      status,
      parameters,
      making: Object.fromEntries(making[i]!.map(({ name, value }) => [name, value])),
      ...figures(all.rows[i]!.cells),
      paired: paired.get(id) ?? null,
    })),
    groups: table.rows.flatMap(row =>
      row.kind === 'run'
        ? []
        : [{ label: row.label, baseline: row.isBaseline, runs: row.rows.map(({ run }) => run.id), ...groupFigures(row.cells) }],
    ),
    config: {
      differing: names(diff.differing),
      equal: names(diff.equal),
      untold: names(diff.untold),
      settings: diff.settings.slice(0, MOST_SETTINGS),
      ...(diff.settings.length > MOST_SETTINGS && { settingsLeftOut: diff.settings.length - MOST_SETTINGS }),
      making: names(diff.making),
      equalMaking: names(diff.equalMaking),
    },
    singleRuns: singleRunsInWords([...paired.values()]),
  };
}

function figures(cells: readonly ComparisonCell[]): object {
  return {
    metrics: Object.fromEntries(cells.map(({ column, value }) => [column, value])),
    differences: Object.fromEntries(cells.map(({ column, difference }) => [column, inNumbers(difference)])),
  };
}

function groupFigures(cells: readonly ComparisonCell[]): { readonly metrics: object; readonly differences: object } {
  const measured = cells.filter(({ column }) => metricNames.some(name => name === column));
  return {
    metrics: Object.fromEntries(measured.map(({ column, spread }) => [column, spread])),
    differences: Object.fromEntries(measured.map(({ column, difference }) => [column, inNumbers(difference)])),
  };
}

function inNumbers(difference: ComparisonCell['difference']): object | null {
  return difference && { value: difference.value, better: difference.better };
}
