import assert from 'node:assert/strict';
import type { RunState } from '../../test/wandbServer/serverState';
import type { WandbServer } from '../../test/wandbServer/wandbServer';
import type { OfficialRecords } from './official';
import type { RunFolder } from './runFolder';

/** Holds what a server has against the files of a run's folder. */
export function assertToldBy(run: RunFolder, server: WandbServer): void {
  const [state] = Object.values(server.state.runs);
  assert.ok(state, 'the server has no run');
  assert.deepEqual([state.name, state.project], [run.config.id, 'digits']);
  assert.deepEqual([state.displayName, state.group, state.jobType], [run.labels.name, 'a group', 'train']);
  assert.deepEqual(state.tags, run.labels.tags);
  const config = state.config as Record<string, { readonly value: unknown }>;
  for (const [key, value] of Object.entries(run.config.parameters)) assert.deepEqual(config[key]?.value, value, key);
  assert.deepEqual(state.history.map(withoutRuntime), run.rows);
  const { _wandb, _runtime, ...summary } = state.summary as Record<string, unknown>;
  assert.deepEqual(withoutTable(summary), run.summary);
  assert.deepEqual([state.finished, state.exitCode], [true, 0]);
  assertTable(run, state, server);
  for (const [name, files] of Object.entries(run.artifacts)) {
    const artifact = server.state.artifacts.find(candidate => candidate.name === name);
    assert.deepEqual([artifact?.state, artifact?.version, artifact?.aliases], ['COMMITTED', 'v0', ['latest']], name);
    assert.deepEqual(Object.fromEntries(Object.entries(artifact!.files).map(([file, { bytes }]) => [file, bytes])), files, name);
  }
}

/** The confusion matrix: a media file that the last row names, a chart of W&B's own that is fed with it, and the artifact behind it. */
function assertTable(run: RunFolder, state: RunState, server: WandbServer): void {
  const [key, table] = Object.entries(state.history.at(-1) as Record<string, unknown>).find(([name]) => name.endsWith('_table'))!;
  const { path: file, sha256, nrows } = table as { readonly path: string; readonly sha256: string; readonly nrows: number };
  const { columns, data } = JSON.parse(state.files[file]!.bytes.toString('utf8')) as {
    readonly columns: string[];
    readonly data: unknown[];
  };
  assert.deepEqual([columns, data, nrows], [['Actual', 'Predicted', 'nPredictions'], run.confusion, run.confusion.length]);
  assert.match(file, new RegExp(`${sha256.slice(0, 20)}\\.table\\.json$`));
  const { visualize } = (state.config as Record<string, { readonly value: Record<string, unknown> }>)['_wandb']!.value;
  const chart = JSON.stringify(visualize);
  assert.ok(chart.includes('"wandb/confusion_matrix/v1"') && chart.includes(`"${key}"`), chart);
  const artifact = server.state.artifacts.find(({ type }) => type === 'run_table');
  assert.equal(artifact?.state, 'COMMITTED');
  const [typed] = Object.values(artifact.files);
  assert.deepEqual((JSON.parse(typed!.bytes.toString('utf8')) as { readonly data: unknown }).data, run.confusion);
}

/** The rows of history that an official package reads. */
export function rowsOf({ records }: OfficialRecords): object[] {
  return records.filter(({ type }) => type === 'history').map(({ values }) => withoutRuntime(values));
}

/** `_runtime` is the recorder's own count; the table is looked at apart. */
export function withoutRuntime(row: unknown): object {
  const { _runtime, ...rest } = row as Record<string, unknown>;
  assert.ok(typeof _runtime === 'number' && _runtime >= 0, `_runtime is ${String(_runtime)}`);
  return withoutTable(rest);
}

function withoutTable(row: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(row).filter(([key]) => !key.endsWith('_table')));
}
