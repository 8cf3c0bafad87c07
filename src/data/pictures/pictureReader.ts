import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { useFileInSync, readRangeSync } from '../../files/readFiles';
import { grouped } from '../../util/format';
import { messageOf } from '../../util/messageOf';
import { DataError, dataErrorOf } from '../dataError';
import type { LabelledBytes } from '../dataset';
import { MOST_IMAGE_BYTES } from '../ownData';
import type { Place } from '../place';
import { greyPixels } from './greyPixels';
import { pngParts, type PngParts } from './pngParts';

/** A file of an image may have so many bytes. */
const MOST_FILE_BYTES = 2 ** 26;
/** The process hears what it is told after so many images. */
const AT_ONCE = 256;

export interface Picture {
  /** Relative to the place. */
  readonly file: string;
  readonly label: number;
}

/** The image whose size the others must have. */
interface FirstPicture extends Pick<PngParts, 'height' | 'width'> {
  /** Its name, for errors. */
  readonly file: string;
}

/** Reads images of one size, that of the first one. */
export class PictureReader {
  private first: FirstPicture | undefined;
  private translucent = 0;

  constructor(private readonly place: Place) {}

  /** What a person should know of the images that were read. */
  get said(): string[] {
    if (this.translucent === 0) return [];
    return [
      `${this.place.shown}: ${grouped(this.translucent)} images are transparent in places. That is not looked at, as Keras and Pillow have it: a pixel counts with its colour. If there is nothing behind black ink, put the images on white.`,
    ];
  }

  /** @throws {DataError} that names the file, and of another size the first one too */
  async read(pictures: readonly Picture[]): Promise<LabelledBytes> {
    let pixels = new Uint8Array(0);
    for (const [i, { file }] of pictures.entries()) {
      const shown = path.join(this.place.shown, file);
      const { parts, first } = this.partsOf(file, shown);
      const size = first.height * first.width;
      if (i === 0) pixels = new Uint8Array(roomFor(pictures.length, first));
      try {
        if (greyPixels(parts, pixels.subarray(i * size, (i + 1) * size))) this.translucent++;
      } catch (error) {
        throw new DataError(`${shown}: the image cannot be decoded: ${messageOf(error)}. The file is damaged or incomplete: get it again.`);
      }
      if (i % AT_ONCE === AT_ONCE - 1) await setImmediate();
    }
    const { height, width } = this.first!;
    return { images: { count: pictures.length, height, width, pixels }, labels: Uint8Array.from(pictures, ({ label }) => label) };
  }

  private partsOf(file: string, shown: string): { readonly parts: PngParts; readonly first: FirstPicture } {
    const parts = pngParts(this.bytesOf(file, shown), shown);
    this.first ??= { file: shown, height: parts.height, width: parts.width };
    const { first } = this;
    if (parts.height === first.height && parts.width === first.width) return { parts, first };
    throw new DataError(
      `${shown}: the image has ${parts.height}×${parts.width} pixels (rows × columns), but ${first.file} has ${first.height}×${first.width}; expected are images of one size. Bring them to one size.`,
    );
  }

  private bytesOf(file: string, shown: string): Buffer {
    try {
      // The folders were no links when they were listed.
      const { dir, base } = path.posix.parse(file);
      const bytes = useFileInSync(path.join(this.place.folder, dir), base, open => {
        if (open.size > MOST_FILE_BYTES)
          throw new DataError(`${shown}: the file has ${open.size} bytes; an image may have ${MOST_FILE_BYTES}.`);
        return readRangeSync(open, 0, open.size);
      });
      if (bytes) return bytes;
    } catch (error) {
      throw dataErrorOf(error, shown);
    }
    throw new DataError(`${shown}: the file is not there any more.`);
  }
}

function roomFor(count: number, { height, width, file }: FirstPicture): number {
  const bytes = count * height * width;
  if (bytes <= MOST_IMAGE_BYTES) return bytes;
  throw new DataError(
    `${file}: ${grouped(count)} images of ${height}×${width} pixels are ${grouped(bytes)} bytes; expected at most ${grouped(MOST_IMAGE_BYTES)}. Make the images smaller, or take fewer.`,
  );
}
