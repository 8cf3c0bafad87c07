import { readRange, type OpenFile } from '../files/readFiles';

/** So much at the beginning of a file, and before where it was read to. */
const SEEN_BYTES = 1_024;

/**
 * Tells whether a file was only added to since it was read: by the bytes at its beginning, and before where it was read to. Its number on the
 * disk tells nothing: what copies files from another machine again and again makes new ones.
 */
export class SeenBytes {
  private begin: Buffer = Buffer.alloc(0);
  private before: Buffer = Buffer.alloc(0);
  private position = 0;

  /** It was read up to there. */
  async see(file: OpenFile, position: number): Promise<void> {
    const length = Math.min(SEEN_BYTES, position);
    this.begin = await readRange(file, 0, length);
    this.before = await readRange(file, position - length, length);
    this.position = position;
  }

  async areIn(file: OpenFile): Promise<boolean> {
    const { begin, before, position } = this;
    if (file.size < position) return false;
    return (
      (await readRange(file, 0, begin.length)).equals(begin) &&
      (await readRange(file, position - before.length, before.length)).equals(before)
    );
  }
}
