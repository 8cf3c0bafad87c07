/**
 * A `.wandb` file: records in the frame of a LevelDB log as W&B has changed it. Blocks of 32 KiB hold chunks, each with a head of 7 bytes: CRC-32
 * of type and data, length, type; a record that does not fit goes on in the next block. The file's own head of 7 bytes counts in the first block.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { tooBigError } from '../../files/fileError';
import { locate } from '../../files/location';
import { readRange, useFileIn } from '../../files/readFiles';
import { openToAppendSync } from '../../files/writeFiles';
import { messageOf } from '../../util/messageOf';
import { RecordSchema, type Record } from './wandb_pb';

/** `:W&B`, 0xBEE1 and the version, 0. */
const FILE_HEAD = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0]);
const BLOCK = 32_768;
const CHUNK_HEAD = 7;

/** No run says as much. */
const LIMIT_BYTES = 1_000_000_000;

const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

/** A `.wandb` file that cannot be read. The message names the file, the place and what to do. */
export class RecordFileError extends Error {
  override readonly name = 'RecordFileError';
}

/** Adds records to a `.wandb` file, each of them whole or not at all. A file is written by one writer at a time. */
export class RecordWriter {
  private readonly file: number;

  /**
   * @param name in the folder, with slashes: of a new or empty file, or of one whose last record is whole
   * @throws {FileError} if it is no regular file of that folder; the system's error, if it cannot be opened
   */
  constructor(folder: string, name: string) {
    this.file = openToAppendSync(folder, name);
    if (this.size === 0) this.add(FILE_HEAD);
  }

  /** @throws the system's error, if it cannot be written; the file is then as it was */
  write(record: Record): void {
    this.add(frame(toBinary(RecordSchema, record), this.size));
  }

  /** What was written is on disk afterwards. */
  close(): void {
    try {
      fsyncSync(this.file);
    } finally {
      closeSync(this.file);
    }
  }

  private get size(): number {
    return fstatSync(this.file).size;
  }

  private add(bytes: Uint8Array): void {
    const before = this.size;
    try {
      // On a full disk a part may be written.
      for (let at = 0; at < bytes.length;) at += writeSync(this.file, bytes, at);
    } catch (error) {
      ftruncateSync(this.file, before);
      throw error;
    }
  }
}

/** The bytes of a whole `.wandb` file. */
export function encodeRecords(records: readonly Record[]): Uint8Array {
  const parts: Uint8Array[] = [FILE_HEAD];
  let size = FILE_HEAD.length;
  for (const record of records) {
    const bytes = frame(toBinary(RecordSchema, record), size);
    parts.push(bytes);
    size += bytes.length;
  }
  return Buffer.concat(parts, size);
}

/** Reads a `.wandb` file again and again while it is being written. */
export class RecordReader {
  private position = 0;
  /** Which file on the disk it is. */
  private inode: number | undefined;

  /** @param name in the folder, with slashes */
  constructor(
    private readonly folder: string,
    private readonly name: string,
  ) {}

  /**
   * The whole records that came since the last call; one that is not finished yet comes when it is.
   * @throws {RecordFileError} if this is no `.wandb` file, is damaged, or was written anew; {FileError} if it is no regular file of its
   * folder; the system's error, if it cannot be read
   */
  async read(): Promise<Record[]> {
    const path = locate(this.folder, this.name);
    const records = await useFileIn(this.folder, this.name, async file => {
      const { size, inode } = file;
      if (size < this.position || inode !== (this.inode ??= inode))
        throw new RecordFileError(`${path}: it was written anew while it was read. Read it from its start.`);
      if (size - this.position > LIMIT_BYTES) throw tooBigError(path, LIMIT_BYTES);
      const { contents, end } = parseFrames(await readRange(file, this.position, size - this.position), this.position, path);
      this.position = end;
      return contents.map(content => decode(content, path));
    });
    if (!records) throw new RecordFileError(`${path}: there is no such file any more. Sync again.`);
    return records;
  }
}

/** The chunks of a record that begins at a position of its file, after what is left of a block too small for a chunk. */
export function frame(content: Uint8Array, position: number): Buffer {
  const pad = padding(position);
  const parts: Uint8Array[] = [Buffer.alloc(pad)];
  let room = BLOCK - ((position + pad) % BLOCK) - CHUNK_HEAD;
  for (let at = 0, isFirst = true; isFirst || at < content.length; isFirst = false) {
    const data = content.subarray(at, at + room);
    at += data.length;
    const isLast = at === content.length;
    const head = Buffer.alloc(CHUNK_HEAD);
    head[6] = isFirst ? (isLast ? FULL : FIRST) : isLast ? LAST : MIDDLE;
    head.writeUInt32LE(checksum(head[6], data));
    head.writeUInt16LE(data.length, 4);
    parts.push(head, data);
    room = BLOCK - CHUNK_HEAD;
  }
  return Buffer.concat(parts);
}

export interface Frames {
  /** Of each whole record. */
  readonly contents: readonly Uint8Array[];
  /** The position in the file after the last whole record. */
  readonly end: number;
}

/**
 * The records in a part of a file that goes to its end.
 * @param position where in the file it begins: 0, or the end of a record
 * @param path for errors
 * @throws {RecordFileError}
 */
export function parseFrames(bytes: Uint8Array, position: number, path: string): Frames {
  const { contents, end, damage } = scanFrames(bytes, position, path);
  if (damage) throw damage;
  return { contents, end };
}

/**
 * The same as far as the file is whole.
 * @returns with what is wrong behind the last whole record, if it is more than that it ends there
 * @throws {RecordFileError} if this is no `.wandb` file
 */
export function scanFrames(bytes: Uint8Array, position: number, path: string): Frames & { readonly damage?: RecordFileError } {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (at: number, what: string): RecordFileError =>
    new RecordFileError(
      `${path}: damaged at byte ${position + at}: ${what}. What stands before can be read; the run's own files are not touched.`,
    );
  const contents: Uint8Array[] = [];
  let end = 0;
  if (position === 0) {
    const head = view.subarray(0, FILE_HEAD.length);
    if (!head.equals(FILE_HEAD.subarray(0, head.length)))
      throw new RecordFileError(
        `${path}: this is no .wandb file: it begins with ${head.toString('hex')}, not with ${FILE_HEAD.toString('hex')}.`,
      );
    // Its head may still be coming.
    if (head.length < FILE_HEAD.length) return { contents, end };
    end = FILE_HEAD.length;
  }
  let parts: Uint8Array[] = [];
  let damage: RecordFileError | undefined;
  for (let at = end; ;) {
    at += padding(position + at);
    if (at + CHUNK_HEAD > view.length) break;
    const [sum, length, type] = [view.readUInt32LE(at), view.readUInt16LE(at + 4), view[at + 6]!];
    // After a power failure the end of a file can be whole in length and empty in content.
    if (type === 0 && view.subarray(at).every(byte => byte === 0)) break;
    const [from, to] = [at + CHUNK_HEAD, at + CHUNK_HEAD + length];
    const expected = parts.length === 0 ? [FULL, FIRST] : [MIDDLE, LAST];
    if (!expected.includes(type)) {
      damage = damaged(at, `a chunk of type ${type}; expected ${expected.join(' or ')}`);
      break;
    }
    if (to > view.length) break;
    const data = view.subarray(from, to);
    const computed = checksum(type, data);
    if (computed !== sum) {
      damage = damaged(at, `the checksum is ${sum.toString(16)}; that of its ${length} bytes is ${computed.toString(16)}`);
      break;
    }
    parts.push(data);
    at = to;
    if (type === FULL || type === LAST) {
      contents.push(parts.length === 1 ? data : Buffer.concat(parts));
      parts = [];
      end = at;
    }
  }
  return { contents, end: position + end, ...(damage && { damage }) };
}

/** Zeros at the end of a block that has no room for the head of a chunk. */
function padding(position: number): number {
  const left = BLOCK - (position % BLOCK);
  return left < CHUNK_HEAD ? left : 0;
}

function checksum(type: number, data: Uint8Array): number {
  const begun = crc32(Uint8Array.of(type));
  // Node gives 0 for an empty buffer, whatever was begun.
  return data.length === 0 ? begun : crc32(data, begun);
}

function decode(content: Uint8Array, path: string): Record {
  try {
    return fromBinary(RecordSchema, content);
  } catch (error) {
    throw new RecordFileError(`${path}: a record that cannot be read: ${messageOf(error)}.`);
  }
}
