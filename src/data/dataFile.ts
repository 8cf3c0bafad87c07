import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { bytes as bytesInWords } from '../util/format';
import { messageOf } from '../util/messageOf';
import { DataError } from './dataError';
import type { IdxFile } from './idxSet';
import { foreignFileInWords, TELLING_BYTES } from './foreignFile';
import { brokenPromise, HEADER_BYTES, readPromise, type IdxPromise } from './idx';

/** A file of a data set may have so many bytes, unpacked. */
const MOST_BYTES = 2 ** 31;
/** What is unpacked at once. */
const CHUNK_BYTES = 2 ** 20;
/** The most bytes that one compressed byte can become (RFC 1951: 258 bytes by two bits). */
const MOST_PER_BYTE = 1032;

/**
 * Reads an IDX file, decompressed if it is gzip, whatever its name says: browsers unpack what they download, and keep the name. Nothing is
 * read or decompressed beyond the length that the header states, so that a small file cannot claim much memory; of a file that is not IDX
 * only the beginning is returned.
 * @throws {DataError} if it cannot be read or decompressed, is known to be something else, or is larger than 2 GiB or than its header says
 */
export async function readIdxFile(file: string): Promise<IdxFile> {
  try {
    // Neither a pipe nor a device is waited for.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw new DataError(`${file}: this is no file but a ${stats.isDirectory() ? 'folder' : 'pipe or device'}.`);
      const head = await readUpTo(handle, Math.min(stats.size, TELLING_BYTES));
      const isGzip = head[0] === 0x1f && head[1] === 0x8b;
      const { size } = stats;
      return { path: file, bytes: isGzip ? await unpack(handle, file, size) : await readPlain(handle, file, { head, size }) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    const message = messageOf(error);
    throw new DataError(`${file}: cannot be read: ${message}. Is it all there, and may you read it?`);
  }
}

interface PlainFile {
  /** Its beginning, by which it is known. */
  readonly head: Uint8Array;
  readonly size: number;
}

async function readPlain(handle: FileHandle, file: string, { head, size }: PlainFile): Promise<Uint8Array> {
  const promise = promiseOf(head, file);
  // Its beginning is enough to report what is wrong.
  if (!promise) return checkKind(head, file).subarray(0, HEADER_BYTES);
  if (size > promise.bytes) throw brokenPromise(file, promise, `goes on behind offset ${promise.bytes}, to ${size}`);
  return readUpTo(handle, size);
}

/** From the beginning of a file; less where it ends before. */
async function readUpTo(handle: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let got = -1; at < length && got !== 0; at += got) ({ bytesRead: got } = await handle.read(bytes, at, length - at, at));
  return bytes.subarray(0, at);
}

async function unpack(handle: FileHandle, file: string, size: number): Promise<Uint8Array> {
  const unpacked = new Unpacked(file, size * MOST_PER_BYTE);
  const packed = handle.createReadStream({ autoClose: false, start: 0 });
  const chunks = createGunzip({ chunkSize: CHUNK_BYTES });
  packed.on('error', error => chunks.destroy(error)).pipe(chunks);
  try {
    for await (const chunk of chunks as AsyncIterable<Uint8Array>) if (!unpacked.push(chunk)) break;
  } catch (error) {
    if (error instanceof DataError) throw error;
    const what = `${size} bytes that should be gzip cannot be decompressed (${messageOf(error)})`;
    throw new DataError(`${file}: ${what}. The file is damaged or incomplete: get it again.`);
  } finally {
    packed.destroy();
  }
  return unpacked.isIdx ? unpacked.bytes : checkKind(unpacked.bytes, file);
}

/** @throws {DataError} if the file is something else that is known */
function checkKind(head: Uint8Array, file: string): Uint8Array {
  const words = foreignFileInWords(head);
  if (words !== undefined) throw new DataError(`${file}: ${words}`);
  return head;
}

/** What has been unpacked of a file, in the room that its header asks for. */
class Unpacked {
  private room = new Uint8Array(HEADER_BYTES);
  private length = 0;
  private promise: IdxPromise | undefined;

  /** @param mostBytes the most that the file can contain, whatever its header states */
  constructor(
    private readonly file: string,
    private readonly mostBytes: number,
  ) {}

  get bytes(): Uint8Array {
    return this.room.subarray(0, this.length);
  }

  get isIdx(): boolean {
    return this.promise !== undefined;
  }

  /**
   * @returns whether there is any use for more
   * @throws {DataError} if this is more than the file may have
   */
  push(chunk: Uint8Array): boolean {
    const head = chunk.subarray(0, this.promise ? 0 : HEADER_BYTES - this.length);
    this.add(head);
    if (!this.promise) {
      this.promise = promiseOf(this.bytes, this.file);
      if (!this.promise) return this.length < HEADER_BYTES;
      const begun = this.bytes;
      this.room = new Uint8Array(Math.min(this.promise.bytes, Math.max(this.mostBytes, begun.length)));
      this.length = 0;
      this.add(begun);
    }
    this.add(chunk.subarray(head.length));
    return true;
  }

  private add(bytes: Uint8Array): void {
    if (this.promise && this.length + bytes.length > this.promise.bytes)
      throw brokenPromise(this.file, this.promise, `goes on behind offset ${this.promise.bytes}`);
    this.room.set(bytes, this.length);
    this.length += bytes.length;
  }
}

function promiseOf(head: Uint8Array, file: string): IdxPromise | undefined {
  const promise = readPromise(head);
  if (promise && promise.bytes > MOST_BYTES) {
    const says = `its header says ${promise.inWords}, which makes ${promise.bytes} bytes`;
    throw new DataError(`${file}: ${says}; a file of a data set may have ${bytesInWords(MOST_BYTES)}.`);
  }
  return promise;
}
