import { counted } from '../util/format';
import { recordingFiles } from '../runFolder/recording/readRecording';
import type { RecordingWriter } from '../runFolder/recording/recordingWriter';
import type { Chunk, FileStreamMessage } from './protocol/fileStream';
import { ProtocolError } from './protocol/protocolError';
import { changeFacts } from './factsWithin';
import { writableObject } from './sentConfig';

type Row = Readonly<Record<string, unknown>>;

/** Rows that a client may leave out before a chunk; more is a mistake. */
const LONGEST_GAP = 1_000_000;

/**
 * Writes what a request of file_stream says into a run's folder. Lines that are there already were sent again, since their answer was lost,
 * and are passed over; where some are left out an empty row stands for each.
 * @returns false if the rows are those of another run of the same name, which begins anew: nothing was written
 * @throws {ProtocolError | RunFolderError} if they cannot be written
 */
export async function writeStream(writer: RecordingWriter, message: FileStreamMessage): Promise<boolean> {
  const { history, events, console, summary, dropped, complete, exitCode } = message;
  if (history && isAnotherRun(writer, history)) return false;
  if (history) writer.appendRows(missingRows(writer, recordingFiles.history, history, writer.historyLines.count));
  if (events) writer.appendSystemRows(missingRows(writer, recordingFiles.system, events, writer.systemLines.count));
  if (console) writer.writeConsole(console.offset, console.lines.map(consoleText));
  const last = summary?.lines.at(-1);
  if (last) changeFacts(writer, { summary: writableObject(last) });
  if (dropped > 0) writer.noteMissing(`The script's client gave up sending ${counted(dropped, 'part')} of its rows or lines.`);
  writer.hear();
  if (!complete) {
    await writer.goOn();
    await writer.keepUp();
    return true;
  }
  const code = typeof exitCode === 'number' && Number.isInteger(exitCode) && Math.abs(exitCode) < 2 ** 31 ? exitCode : null;
  await writer.end({ state: code === null || code === 0 ? 'finished' : 'failed', exitCode: code });
  return true;
}

/** A script that begins anew under the id of an older run sends its first row again, and another one than before. */
function isAnotherRun({ historyLines }: RecordingWriter, { offset, lines }: Chunk<Row>): boolean {
  return (
    offset === 0 && lines[0] !== undefined && historyLines.count > 0 && !historyLines.isFirst(JSON.stringify(writableObject(lines[0])))
  );
}

function missingRows(writer: RecordingWriter, file: string, { offset, lines }: Chunk<Row>, there: number): readonly Row[] {
  const gap = offset - there;
  if (gap <= 0) return lines.slice(-gap);
  if (gap > LONGEST_GAP) throw new ProtocolError(`${file}: a gap of ${gap} lines; expected at most ${LONGEST_GAP}`);
  writer.noteMissing(`${file}: ${counted(gap, 'row')} from row ${there + 1} on never arrived; an empty one stands for each.`);
  return [...Array.from({ length: gap }, () => ({})), ...lines];
}

/** Without the time and stream before it; of what a terminal writes over itself the last. */
function consoleText(line: string): string {
  const text = line.replace(/^(?:ERROR )?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})? /, '').replace(/\r?\n$/, '');
  return text.slice(text.lastIndexOf('\r', text.length - 2) + 1);
}
