import path from 'node:path';
import { arrayOf, type NpyArray } from '../artifacts/npy';
import { MOST_HEAD_BYTES, parseNpyHeader } from '../artifacts/npyHeader';
import { FileError } from '../files/fileError';
import { readRange, useFileIn, type OpenFile } from '../files/readFiles';
import { bytes as bytesInWords } from '../util/format';
import { messageOf } from '../util/messageOf';
import { asRunFolderError } from './readFile';
import { RunFolderError } from './runFolderError';

/** What an array of labels or probabilities has at most: two million images of ten classes in float64. */
export const MOST_ARRAY_BYTES = 160_100_000;

/**
 * An array of a folder; undefined if there is no file of that name. Its head is looked at before anything is allocated for its numbers, and
 * what it claims is compared with the size of the file.
 * @throws {RunFolderError} that names the file and what is wrong with it
 */
export async function readArrayOf(folder: string, name: string): Promise<NpyArray | undefined> {
  const file = path.join(folder, name);
  try {
    return await useFileIn(folder, name, open => readArray(open, file));
  } catch (error) {
    if (error instanceof FileError) throw asRunFolderError(error);
    throw new RunFolderError(error instanceof ArrayError ? error.message : `${file}: cannot be read: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

/** What is wrong with an array; its message names the file. */
class ArrayError extends Error {}

async function readArray(open: OpenFile, file: string): Promise<NpyArray> {
  const head = await readRange(open, 0, Math.min(open.size, MOST_HEAD_BYTES));
  const header = attempted(() => parseNpyHeader(head, open.size, file));
  if (open.size > MOST_ARRAY_BYTES)
    throw new ArrayError(`${file}: this array has ${bytesInWords(open.size)}; at most ${bytesInWords(MOST_ARRAY_BYTES)} are read.`);
  const length = open.size - header.begin;
  const bytes = await readRange(open, header.begin, length);
  if (bytes.length < length) throw new ArrayError(`${file}: the file became shorter while it was read.`);
  return attempted(() => arrayOf(header, bytes));
}

function attempted<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new ArrayError(messageOf(error), { cause: error });
  }
}
