import path from 'node:path';
import { fileStampIn, fileTimeIn, keepOpenIn, readFileIn, fillFrom, type OpenFile } from '../files/readFiles';
import { removeFileIn } from '../files/tree';
import { createFileIn, makeFolder, writeFileIn } from '../files/writeFiles';
import { DataError } from './dataError';
import type { LabelledImages } from './dataset';
import { idxFileNames, sha256Of, type IdxFile } from './idxSet';
import { StoredImages } from './images';

/** MNIST's four files one after another, decompressed. */
const CACHE = 'mnist.idx';
/** The stamp that the cache had when it was found to be whole. While it has it, its bytes are not summed up again, which takes as long as to read them. */
const FOUND_WHOLE = 'mnist.whole';
/** Is there while a process writes the cache: of a thousand tasks of a cluster that begin at a time one does. */
const WRITING = 'mnist.writing';
/** After so long the process that was writing is not there any more. */
const MOST_WRITING_MS = 60_000;
/** Below this age a file could be changed again without another stamp: clocks of file systems are coarse. */
const SETTLED_MS = 2000;

/** Of the four files. */
const LENGTHS = [47_040_016, 60_008, 7_840_016, 10_008] as const;
const LENGTH = LENGTHS.reduce((sum, length) => sum + length, 0);
/** Where each of them begins in the cache. */
const STARTS = LENGTHS.map((_, i) => LENGTHS.slice(0, i).reduce((sum, length) => sum + length, 0));
const HEADERS = { images: 16, labels: 8 } as const;
const PIXELS = 28 * 28;

/** MNIST as it lies decompressed in a folder of the user's. */
export class MnistCache {
  constructor(
    private readonly folder: string,
    private readonly sha256: string,
  ) {}

  /** The four files; undefined if they are not there, whole and unchanged. */
  async files(): Promise<IdxFile[] | undefined> {
    try {
      const stamp = await fileStampIn(this.folder, CACHE);
      const all = await readFileIn(this.folder, CACHE, LENGTH);
      if (!stamp || all?.length !== LENGTH) return undefined;
      if (!(await this.wasWholeWith(stamp.text))) {
        if (sha256Of([{ bytes: all }]) !== this.sha256) return undefined;
        if (Date.now() - stamp.changedMs > SETTLED_MS) await writeFileIn(this.folder, FOUND_WHOLE, stamp.text).catch(() => undefined);
      }
      const part = (i: number): Uint8Array => all.subarray(STARTS[i], STARTS[i]! + LENGTHS[i]!);
      return idxFileNames.map((name, i) => ({ path: path.join(this.folder, name), bytes: part(i) }));
    } catch {
      // Whatever is wrong with it, the cache can be made again.
      return undefined;
    }
  }

  /**
   * Training and test images, of which only the labels are read at once; undefined unless they are known to be whole. The file stays open for as
   * long as the process lasts.
   */
  async onDemand(): Promise<{ readonly train: LabelledImages; readonly test: LabelledImages } | undefined> {
    try {
      const stamp = await fileStampIn(this.folder, CACHE);
      if (!stamp || !(await this.wasWholeWith(stamp.text))) return undefined;
      const file = await keepOpenIn(this.folder, CACHE);
      if (file?.size !== LENGTH) return undefined;
      return { train: this.part(file, 0), test: this.part(file, 2) };
    } catch {
      return undefined;
    }
  }

  /** Nothing is written while another process does. @throws the system's error */
  async write(files: readonly IdxFile[]): Promise<void> {
    await makeFolder(this.folder);
    if (!(await this.mayWrite())) return;
    try {
      await writeFileIn(this.folder, CACHE, Buffer.concat(files.map(({ bytes }) => bytes)));
    } finally {
      await removeFileIn(this.folder, WRITING);
    }
  }

  private async mayWrite(): Promise<boolean> {
    try {
      await createFileIn(this.folder, WRITING, '');
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const since = await fileTimeIn(this.folder, WRITING);
      return since !== undefined && Math.abs(Date.now() - since) > MOST_WRITING_MS;
    }
  }

  private async wasWholeWith(stamp: string): Promise<boolean> {
    return (await readFileIn(this.folder, FOUND_WHOLE, 100))?.toString() === stamp;
  }

  /** @param images the place of the images' file among the four; that of their labels comes after it */
  private part(file: OpenFile, images: 0 | 2): LabelledImages {
    const fill = (into: Uint8Array, position: number): void => {
      if (fillFrom(file, position, into) === into.length) return;
      throw new DataError(
        `${path.join(this.folder, CACHE)}: the file was cut off while it was read. Start the run again, and it is made anew.`,
      );
    };
    const count = (LENGTHS[images] - HEADERS.images) / PIXELS;
    const labels = new Uint8Array(count);
    fill(labels, STARTS[images + 1]! + HEADERS.labels);
    const start = STARTS[images]! + HEADERS.images;
    return { count, images: new StoredImages(count, PIXELS, (into, from) => fill(into, start + from)), labels };
  }
}
