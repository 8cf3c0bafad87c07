/** Images as they were read, one after another, a byte a pixel. */
export interface ImageBytes {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** `[count, height, width]` */
  readonly pixels: Uint8Array;
}

/** Images of a data set, one after another, a byte a pixel. */
export interface Images {
  /** `[count, height · width]`, 0–255. */
  all(): Uint8Array;
  /** The same array, of which only the images with these numbers need be there: what has not been read yet is zero. */
  having(indices: Int32Array): Uint8Array;
}

/** Images that have been read. */
export class ReadImages implements Images {
  constructor(private readonly pixels: Uint8Array) {}

  all(): Uint8Array {
    return this.pixels;
  }

  having(): Uint8Array {
    return this.pixels;
  }
}

/**
 * After so many images that were read one by one, all are read: some thousand small reads cost more than all of MNIST in one piece, and on a
 * file system that many machines share each of them may be a request to its server.
 */
const MOST_SINGLE_READS = 512;

/** Images that are read when they are first needed: a training begins without those of its later batches. */
export class StoredImages implements Images {
  private readonly pixels: Uint8Array;
  /** By image: 1 once it has been read. */
  private readonly isRead: Uint8Array;
  private left: number;

  /**
   * @param size pixels of an image
   * @param read reads from a place among the images' bytes into an array
   */
  constructor(
    count: number,
    private readonly size: number,
    private readonly read: (into: Uint8Array, from: number) => void,
  ) {
    this.pixels = new Uint8Array(count * size);
    this.isRead = new Uint8Array(count);
    this.left = count;
  }

  all(): Uint8Array {
    if (this.left > 0) this.read(this.pixels, 0);
    this.left = 0;
    return this.pixels;
  }

  having(indices: Int32Array): Uint8Array {
    const { pixels, isRead, size } = this;
    if (this.left === 0) return pixels;
    if (isRead.length - this.left >= MOST_SINGLE_READS) return this.all();
    for (const index of indices) {
      if (isRead[index] === 1) continue;
      this.read(pixels.subarray(index * size, (index + 1) * size), index * size);
      isRead[index] = 1;
      this.left--;
    }
    return pixels;
  }
}
