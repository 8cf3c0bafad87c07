import { metricTable } from '../../contract/metrics';
import { parameterTable } from '../../contract/parameters';
import { comparedCurvesCsv } from '../comparedCurvesCsv';
import { toCsv } from '../csv';
import { nameOf, type ExportedRun } from './exportedRun';

/** A row for each run: what it is called, how it ended, every parameter and every metric in full; what is not known is empty. */
export function runsCsv(runs: readonly ExportedRun[]): string {
  return toCsv(
    [
      'id',
      'name',
      'status',
      'created',
      'author',
      'tags',
      'pinned',
      'archived',
      'parent',
      ...parameterTable.map(({ name }) => name),
      ...metricTable.map(({ name }) => name),
    ],
    runs.map(({ id, status, config, labels, metrics }) => [
      id,
      labels.name || null,
      status,
      config.createdAt,
      config.author ?? null,
      labels.tags.join(',') || null,
      labels.pinned ? 'yes' : 'no',
      labels.archived ? 'yes' : 'no',
      config.parent ?? null,
      ...parameterTable.map(({ name }) => config.parameters[name] ?? null),
      ...metricTable.map(({ name }) => metrics[name] ?? null),
    ]),
  );
}

/** Every epoch of the runs, a row each; undefined where none has any. */
export function exportedCurvesCsv(runs: readonly ExportedRun[]): string | undefined {
  if (runs.every(({ epochs }) => epochs.length === 0)) return undefined;
  return comparedCurvesCsv(runs.map(run => ({ id: run.id, label: nameOf(run), epochs: run.epochs })));
}
