import path from 'node:path';
import { encodePng } from '../artifacts/png';
import type { ImageListing } from '../contract/inspection';
import { readFileIn } from '../files/readFiles';
import { createFileIn } from '../files/writeFiles';
import { namedFolder, notWritten } from '../runFolder/namedFolder';
import { RunFolderError } from '../runFolder/runFolderError';

/** No picture that was written here is larger. */
const MOST_BYTES = 100_000_000;

export interface SavedPictures {
  readonly written: number;
  /** They were there already, with the same content. */
  readonly kept: number;
}

/**
 * Writes images as PNG files named by their places in the data into a folder, which is made where it is not there.
 * @throws {RunFolderError} if there are no pixels, if a file of such a name has another content, which stays, or if it cannot be written
 */
export async function savePictures(folder: string, pages: AsyncIterable<ImageListing>): Promise<SavedPictures> {
  let [written, kept] = [0, 0];
  let place: string | undefined;
  for await (const { images, pixels, whyNoPixels } of pages) {
    if (!pixels) throw new RunFolderError(whyNoPixels ?? 'The pictures cannot be had.');
    place ??= await namedFolder(folder);
    const { height, width } = pixels;
    for (const [i, { index }] of images.entries()) {
      const content = encodePng({ height, width, pixels: pixels.pixels.subarray(i * height * width, (i + 1) * height * width) });
      if (await save(place, `${index}.png`, content)) written++;
      else kept++;
    }
  }
  return { written, kept };
}

/** False if the same file is there already. */
async function save(folder: string, name: string, content: Uint8Array): Promise<boolean> {
  const file = path.join(folder, name);
  try {
    await createFileIn(folder, name, content);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw notWritten(file, error);
    const there = await readFileIn(folder, name, MOST_BYTES).catch(() => undefined);
    if (there?.equals(content)) return false;
    throw new RunFolderError(`${file}: there is another file of this name, which stays as it is. Name another folder with --out.`);
  }
}
