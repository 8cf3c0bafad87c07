import { GrowingCsv } from '../foreign/csv/growingCsv';
import { RowMarks } from '../foreign/csv/rowMarks';
import type { GrowingRun } from '../foreign/growingRun';
import { GrowingEvents } from '../foreign/tensorboard/growingEvents';
import { GrowingWandb } from '../foreign/wandb/growingWandb';
import { recordingFiles } from '../runFolder/recording/readRecording';
import { RowsFollower } from '../runFolder/recording/rowsFollower';
import type { Source } from './source';

/** A run that has rows already. */
export interface RowsThere {
  readonly folder: string;
  readonly rows: number;
  readonly system: number;
}

/**
 * A source, to be read from its beginning.
 * @param mayHave see `GrowingEvents`
 * @param there the run that it goes on with: its rows are not given again
 */
export async function growingRunOf(
  { kind, folder, files }: Source,
  mayHave: (values: number) => boolean,
  there?: RowsThere,
): Promise<GrowingRun> {
  const [file = ''] = files;
  switch (kind) {
    case 'tensorboard':
      return new GrowingEvents(folder, there !== undefined, mayHave);
    case 'csv':
      return new GrowingCsv(folder, file, there && (await marksIn(there.folder)));
    case 'wandb':
      return new GrowingWandb(folder, file, there);
  }
}

async function marksIn(folder: string): Promise<RowMarks> {
  const marks = new RowMarks();
  const rows = new RowsFollower(folder, recordingFiles.history, {
    onRow: row => marks.set(marks.length, row),
    onRestart: () => undefined,
  });
  for (let hasMore = true; hasMore;) hasMore = await rows.readMore();
  return marks;
}
