import path from 'node:path';
import { readRange, useFileIn, type OpenFile } from '../../files/readFiles';
import { maskedCrc32c } from '../../artifacts/tensorboard/crc32c';
import { asForeignError, ForeignError } from '../foreignError';

/** Length, its sum. */
const HEAD = 12;
/** The sum of the data. */
const FOOT = 4;

/** A record of more is no scalar; graphs are that long. It is passed over without being read. */
const MOST_BYTES = 16_000_000;

/** So much of a file is in memory at a time. */
const PART_BYTES = 1_000_000;

/** How far a file was read. */
export interface Cursor {
  /** The end of the last whole record, in bytes. */
  position: number;
}

export interface OnFrame {
  readonly data: (data: Buffer) => void;
  readonly tooLong: () => void;
}

/**
 * Calls back with the data of each record of an event file, in the frame of a TFRecord: length (uint64), its masked CRC-32C, data, their masked
 * CRC-32C.
 * @param name in the folder, with slashes
 * @param on `data` with each record, `tooLong` of each that is longer than anything that is read
 * @param cursor where it goes on, moved with each record; where one is being written, it is read again from there
 * @returns why it ends before its last byte, for a person; undefined where it is whole
 * @throws {ForeignError} if it is no such file, or cannot be read
 */
export async function forEachEventFrame(
  folder: string,
  name: string,
  on: OnFrame,
  cursor: Cursor = { position: 0 },
): Promise<string | undefined> {
  const file = path.join(folder, name);
  try {
    const end = await useFileIn(folder, name, async opened => ({ why: await readFrames(opened, file, { on, cursor }) }));
    if (!end) throw new ForeignError(`${file}: there is no such file any more.`);
    return end.why;
  } catch (error) {
    throw asForeignError(error, file);
  }
}

interface Reading {
  readonly on: OnFrame;
  readonly cursor: Cursor;
}

async function readFrames(opened: OpenFile, file: string, { on, cursor }: Reading): Promise<string | undefined> {
  let part: Buffer = Buffer.alloc(0);
  let partAt = 0;
  const at = async (position: number, length: number): Promise<Buffer> => {
    if (position < partAt || position + length > partAt + part.length) {
      part = await readRange(opened, position, Math.min(Math.max(length, PART_BYTES), Math.max(0, opened.size - position)));
      partAt = position;
    }
    return part.subarray(position - partAt, position - partAt + length);
  };
  for (let { position } = cursor; position < opened.size; cursor.position = position) {
    const torn = `it ends in the middle of a record, at byte ${position} of ${opened.size}`;
    if (opened.size - position < HEAD) return torn;
    const head = await at(position, HEAD);
    if (head.length < HEAD) return torn;
    if (head.every(byte => byte === 0)) return `it is empty from byte ${position} on`;
    if (maskedCrc32c(head.subarray(0, 8)) !== head.readUInt32LE(8)) {
      if (position === 0) throw new ForeignError(`${file}: this is no event file: the checksum of its first record is wrong.`);
      return `it is damaged at byte ${position}: the checksum of a length is wrong; what follows was left out`;
    }
    const length = head.readBigUInt64LE(0);
    if (length > BigInt(opened.size - position - HEAD)) return torn;
    const size = Number(length);
    if (size > MOST_BYTES) {
      on.tooLong();
      position += HEAD + size + FOOT;
      continue;
    }
    const rest = await at(position + HEAD, size + FOOT);
    if (rest.length < size + FOOT) return torn;
    const data = rest.subarray(0, size);
    if (maskedCrc32c(data) !== rest.readUInt32LE(size))
      return `it is damaged at byte ${position + HEAD}: the checksum of a record is wrong; what follows was left out`;
    on.data(data);
    position += HEAD + size + FOOT;
  }
  return undefined;
}
