import { epochMetrics } from '../../contract/metrics';
import type { RecordedRow } from '../../contract/recording';
import { toJson } from '../../util/json';
import type { ExportedRun } from './exportedRun';

/** Raised when a field gets another meaning. */
const FORMAT = 1;

/** What stands before, between and behind the runs of a JSON document of runs. */
export const runsJson = { begin: `{\n"digitsLabExport": ${FORMAT},\n"runs": [\n`, between: ',\n', end: ']\n}\n' } as const;

/**
 * A run in such a document: what it is called, how it ended, its parameters, metrics, epochs, and its config and summary as they are; of one that
 * another tool recorded also what that tool told of it, with its rows.
 */
export async function* runJson(run: ExportedRun, rows: () => AsyncIterable<readonly RecordedRow[]>): AsyncGenerator<string> {
  const { id, status, config, labels, notes, summary, metrics, epochs, recording } = run;
  const text = toJson({
    id,
    ...labels,
    notes,
    status,
    createdAt: config.createdAt,
    author: config.author ?? null,
    parameters: config.parameters,
    metrics,
    epochs: epochs.map(one => ({
      epoch: one.epoch,
      time: one.time,
      ...Object.fromEntries(epochMetrics.map(({ name, epoch }) => [name, epoch.value(one)])),
    })),
    config,
    summary: summary ?? null,
    recording: recording ?? null,
  });
  if (!recording) return yield text;
  yield `${text.slice(0, text.lastIndexOf('}')).trimEnd()},\n  "history": [`;
  let isFirst = true;
  for await (const part of rows()) {
    const lines = part.map(row => JSON.stringify(row)).join(',\n    ');
    if (lines === '') continue;
    yield `${isFirst ? '\n    ' : ',\n    '}${lines}`;
    isFirst = false;
  }
  yield isFirst ? ']\n}\n' : '\n  ]\n}\n';
}
