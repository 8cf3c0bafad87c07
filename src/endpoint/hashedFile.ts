import { createHash } from 'node:crypto';
import { readRange, useFileIn, type OpenFile } from '../files/readFiles';

/** A file, as the protocol tells it from others. */
export interface HashedFile {
  /** Base64. */
  readonly md5: string;
  readonly size: number;
}

const PART_BYTES = 1 << 20;

/** A file of a folder; undefined if there is none of that name. @throws as `useFileIn` */
export function hashedFile(folder: string, name: string): Promise<HashedFile | undefined> {
  return useFileIn(folder, name, async file => {
    const hash = createHash('md5');
    for await (const part of partsOf(file)) hash.update(part);
    return { md5: hash.digest('base64'), size: file.size };
  });
}

/**
 * Copies a file of a folder.
 * @param md5 what it is to be, in base64; undefined: whatever it is
 * @param copy keeps what it is given, all or nothing
 * @returns undefined if there is none of that name that can be read, or it is another one: then nothing was kept
 * @throws what `copy` throws
 */
export async function copyHashed(
  folder: string,
  name: string,
  md5: string | undefined,
  copy: (content: AsyncIterable<Uint8Array>) => Promise<unknown>,
): Promise<HashedFile | undefined> {
  let isOpen = false;
  try {
    return await useFileIn(folder, name, file => {
      isOpen = true;
      return copyOpen(file, { name, md5, copy });
    });
  } catch (error) {
    if (isOpen) throw error;
    // Behind a link, for instance: a folder that somebody else made keeps nobody's artifact from being kept.
    return undefined;
  }
}

interface Copying {
  readonly name: string;
  readonly md5: string | undefined;
  readonly copy: (content: AsyncIterable<Uint8Array>) => Promise<unknown>;
}

async function copyOpen(file: OpenFile, { name, md5, copy }: Copying): Promise<HashedFile | undefined> {
  const hash = createHash('md5');
  const copied = { md5: '', isAnother: false };
  const content = async function* (): AsyncIterable<Uint8Array> {
    for await (const part of partsOf(file)) {
      hash.update(part);
      yield part;
    }
    copied.md5 = hash.digest('base64');
    copied.isAnother = md5 !== undefined && md5 !== copied.md5;
    // Before what came has its name.
    if (copied.isAnother) throw new Error(`${name}: its md5 is ${copied.md5}, not ${md5}`);
  };
  try {
    await copy(content());
  } catch (error) {
    if (copied.isAnother) return undefined;
    throw error;
  }
  return { md5: copied.md5, size: file.size };
}

/** The bytes of a file, a part at a time. */
export async function* partsOf(file: OpenFile): AsyncIterable<Uint8Array> {
  for (let at = 0; at < file.size; at += PART_BYTES) {
    const part = await readRange(file, at, Math.min(PART_BYTES, file.size - at));
    if (part.length === 0) return;
    yield part;
  }
}
