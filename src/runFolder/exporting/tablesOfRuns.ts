import path from 'node:path';
import { curvesHead, curvesPart, HistoryCsv, RunsCsv } from '../../report/exported/runsCsv';
import type { Exporting } from './exporting';
import { readForTable } from './readExported';
import { HistoryRows } from './recordedRows';
import type { ExportFile } from './writeExport';

/**
 * Runs as CSV files: a row for each in the one of that name, beside it their epochs (`NAME-curves.csv`), and what other tools logged at each of
 * their steps (`NAME-history.csv`), where there are any.
 */
export async function tablesOfRuns({ folders, check, remark }: Exporting, name: string): Promise<ExportFile[]> {
  const [table, history] = [new RunsCsv(), new HistoryCsv()];
  let hasEpochs = false;
  for (const folder of folders) {
    check();
    const run = await readForTable(folder);
    table.add(run);
    hasEpochs ||= run.epochs.length > 0;
    if (!run.recording) continue;
    const rows = new HistoryRows(folder);
    for await (const part of rows.parts()) history.add(part);
    for (const one of rows.leftOut) remark(one, run.id);
  }
  for (const one of [...table.remarks, ...history.remarks]) remark(one);
  const { name: stem, ext } = path.parse(name);
  const beside = (what: string): string => `${stem}-${what}${ext || '.csv'}`;
  const forEach = async function* (
    part: (run: Awaited<ReturnType<typeof readForTable>>, folder: string) => AsyncIterable<string> | string[],
  ) {
    for (const folder of folders) {
      check();
      for await (const text of part(await readForTable(folder), folder)) yield Buffer.from(text);
    }
  };
  return [
    {
      name,
      content: async function* () {
        yield Buffer.from(table.head());
        yield* forEach(run => [table.row(run)]);
      },
    },
    ...(hasEpochs
      ? [
          {
            name: beside('curves'),
            content: async function* () {
              yield Buffer.from(curvesHead);
              yield* forEach(run => [curvesPart(run)]);
            },
          },
        ]
      : []),
    ...(history.isEmpty
      ? []
      : [
          {
            name: beside('history'),
            content: async function* () {
              yield Buffer.from(history.head());
              yield* forEach(async function* (run, folder) {
                if (run.recording) for await (const rows of new HistoryRows(folder).parts()) yield* history.part(run, rows);
              });
            },
          },
        ]),
  ];
}
