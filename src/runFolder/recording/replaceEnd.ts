import { fstatSync, ftruncateSync, writeSync } from 'node:fs';
import { fillFrom } from '../../files/readFiles';
import { RunFolderError, storageError } from '../runFolderError';

/** A file of a run that only this process writes, open to be read and written. */
export interface OwnedFile {
  readonly descriptor: number;
  /** For a person. */
  readonly file: string;
  /** What is in it, in bytes. */
  readonly size: number;
}

/**
 * Has a file end in other bytes, whole or not at all: on a full disk everything that was in it stays. The disk is made to have room for all of
 * them before any old byte is written over, by zeros behind the old end: of a process that is killed then they are a torn line.
 * @param from where they begin, in bytes; at the end of the file they are added
 * @throws {RunFolderError} if they cannot be written, or the file was removed or cut off
 */
export function replaceEnd(owned: OwnedFile, from: number, bytes: Uint8Array): void {
  checkThere(owned);
  const { descriptor, file, size } = owned;
  const old = Buffer.alloc(size - from);
  fillFrom({ descriptor, size: 0, inode: 0 }, from, old);
  try {
    if (old.length > 0) write(descriptor, Buffer.alloc(Math.max(0, bytes.length - old.length)), size);
    write(descriptor, bytes, from);
    if (bytes.length < old.length) ftruncateSync(descriptor, from + bytes.length);
  } catch (error) {
    ftruncateSync(descriptor, size);
    write(descriptor, old, from);
    throw storageError(`${file}: cannot be written`, error);
  }
}

function write(descriptor: number, bytes: Uint8Array, position: number): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written, bytes.length - written, position + written);
}

/** What is written to a file that was removed would be lost unnoticed, as would what was cut off. */
function checkThere({ descriptor, file, size: known }: OwnedFile): void {
  const { nlink, size } = fstatSync(descriptor);
  if (nlink === 0 || size < known)
    throw new RunFolderError(`${file}: this file was removed or cut off while it was written. Nothing more is written into it.`);
}
