import type { RecordedRow } from '../../contract/recording';
import { readRange, useFileIn } from '../../files/readFiles';

/** What is written or compared at a time. */
const PART_BYTES = 1 << 20;

interface LineLimits {
  /** All lines together have so many at most; the rest is left out. */
  readonly rowsBytes: number;
  /** Told how many lines there are before those that are left out. */
  readonly onFull?: (count: number) => void;
}

/** The lines that rows become, a megabyte at a time. */
export async function* linesOf(rows: AsyncIterable<RecordedRow>, { rowsBytes, onFull }: LineLimits): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let [waitingBytes, bytes, count] = [0, 0, 0];
  for await (const row of rows) {
    const line = Buffer.from(`${JSON.stringify(row)}\n`);
    if (bytes + line.length > rowsBytes) {
      onFull?.(count);
      break;
    }
    waiting.push(line);
    count++;
    bytes += line.length;
    waitingBytes += line.length;
    if (waitingBytes < PART_BYTES) continue;
    yield Buffer.concat(waiting);
    [waiting, waitingBytes] = [[], 0];
  }
  if (waiting.length > 0) yield Buffer.concat(waiting);
}

/** Whether a file of a folder has exactly this content. */
export async function isSameContent(folder: string, name: string, content: AsyncIterable<Buffer>): Promise<boolean> {
  let position = 0;
  for await (const part of content) {
    const there = await useFileIn(folder, name, file => readRange(file, position, part.length));
    if (!there?.equals(part)) return false;
    position += part.length;
  }
  return (await useFileIn(folder, name, ({ size }) => size)) === position;
}
