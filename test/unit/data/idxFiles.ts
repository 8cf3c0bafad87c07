import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { idxFileNames } from '../../../src/data/idxSet';

/** The bytes of an IDX file of images. */
export function idxImages(count: number, height: number, width: number, pixel: (i: number) => number = i => i % 256): Buffer {
  const bytes = Buffer.alloc(16 + count * height * width);
  [0x00000803, count, height, width].forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  for (let i = 16; i < bytes.length; i++) bytes[i] = pixel(i - 16);
  return bytes;
}

/** The bytes of an IDX file of labels. */
export function idxLabels(labels: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 + labels.length);
  bytes.writeUInt32BE(0x00000801, 0);
  bytes.writeUInt32BE(labels.length, 4);
  bytes.set(labels, 8);
  return bytes;
}

/** The bytes of a file of labels as QMNIST has them: rows of eight integers, the class first. */
export function extendedLabels(labels: readonly number[]): Buffer {
  const bytes = Buffer.alloc(12 + 32 * labels.length);
  [0x00000c02, labels.length, 8].forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  // Partition, writer, index, NIST's class, index in NIST's file, duplicate, unused.
  for (const [row, label] of labels.entries())
    [label, 4, 2000 + row, row, 48 + label, 100_000 + row, 0, 0].forEach((value, i) => bytes.writeInt32BE(value, 12 + 32 * row + 4 * i));
  return bytes;
}

export type Files = Record<(typeof idxFileNames)[number], Buffer>;

/** Six training and four test images of 4×5 pixels in three classes. */
export function smallFiles(): Files {
  return {
    'train-images-idx3-ubyte': idxImages(6, 4, 5),
    'train-labels-idx1-ubyte': idxLabels([0, 1, 2, 0, 1, 2]),
    't10k-images-idx3-ubyte': idxImages(4, 4, 5, i => (7 * i) % 256),
    't10k-labels-idx1-ubyte': idxLabels([2, 1, 0, 2]),
  };
}

/** Calls back with a new folder, which is gone afterwards. */
export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-data-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function writeFiles(folder: string, files: Partial<Files>, { gzip = false, dotted = false } = {}): void {
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(folder, (dotted ? name.replace('-idx', '.idx') : name) + (gzip ? '.gz' : ''));
    writeFileSync(file, gzip ? gzipSync(bytes) : bytes);
  }
}
