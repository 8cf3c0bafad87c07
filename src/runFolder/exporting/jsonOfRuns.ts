import { runJson, runsJson } from '../../report/exported/runsJson';
import type { Exporting } from './exporting';
import { readForTable } from './readExported';
import { HistoryRows } from './recordedRows';

/** Runs as one JSON document, in pieces. */
export async function* jsonOfRuns({ folders, check, remark }: Exporting): AsyncGenerator<Uint8Array> {
  yield Buffer.from(runsJson.begin);
  for (const [i, folder] of folders.entries()) {
    check();
    if (i > 0) yield Buffer.from(runsJson.between);
    const run = await readForTable(folder);
    const rows = new HistoryRows(folder);
    for await (const text of runJson(run, () => rows.parts())) yield Buffer.from(text);
    for (const one of rows.leftOut) remark(one, run.id);
  }
  yield Buffer.from(runsJson.end);
}
