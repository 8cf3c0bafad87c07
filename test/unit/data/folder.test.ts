import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadFolder } from '../../../src/data/folder';
import { extendedLabels, idxImages, idxLabels, smallFiles, withFolder, writeFiles, type Files } from './idxFiles';

describe('a folder of IDX files', () => {
  it('is read with its sizes, its classes and its identity', () =>
    withFolder(async folder => {
      const files = smallFiles();
      writeFiles(folder, files);
      const dataset = await loadFolder(folder);
      assert.deepEqual(dataset.image, { height: 4, width: 5, classes: 3 });
      assert.deepEqual([dataset.train.count, dataset.test.count], [6, 4]);
      assert.deepEqual([...dataset.test.labels], [2, 1, 0, 2]);
      assert.deepEqual(Buffer.from(dataset.test.images.all()), files['t10k-images-idx3-ubyte'].subarray(16));
      assert.equal(dataset.name, path.basename(folder));
      assert.equal(
        dataset.sha256,
        createHash('sha256')
          .update(Buffer.concat(Object.values(files)))
          .digest('hex'),
      );
    }));

  for (const form of [{ gzip: true }, { dotted: true }, { gzip: true, dotted: true }]) {
    it(`is the same ${JSON.stringify(form)}`, () =>
      withFolder(async plain =>
        withFolder(async other => {
          writeFiles(plain, smallFiles());
          writeFiles(other, smallFiles(), form);
          assert.deepEqual({ ...(await loadFolder(other)), name: '' }, { ...(await loadFolder(plain)), name: '' });
        }),
      ));
  }

  const images = smallFiles()['train-images-idx3-ubyte'];
  const labels = smallFiles()['train-labels-idx1-ubyte'];
  const broken: readonly [string, Partial<Files>, RegExp][] = [
    [
      'images cut off',
      { 'train-images-idx3-ubyte': images.subarray(0, 100) },
      /train-images.*: the file ends at offset 100; .* 6 images × 4 rows × 5 columns, which makes 136 bytes/,
    ],
    [
      'images with bytes too many',
      { 'train-images-idx3-ubyte': Buffer.concat([images, labels]) },
      /train-images.*: the file goes on behind offset 136, to 150/,
    ],
    ['a header cut off', { 'train-images-idx3-ubyte': images.subarray(0, 9) }, /train-images.*: the header ends at offset 9/],
    ['an empty file', { 't10k-labels-idx1-ubyte': Buffer.alloc(0) }, /t10k-labels.*: the header ends at offset 0/],
    ['labels cut off', { 't10k-labels-idx1-ubyte': labels.subarray(0, 10) }, /t10k-labels.*: the file ends at offset 10/],
    [
      'labels under the name of images',
      { 'train-images-idx3-ubyte': labels },
      /train-images.*: offset 0 has the magic number 0x00000801, expected 0x00000803 \(images\): this is a file of labels/,
    ],
    [
      'images under the name of labels',
      { 't10k-labels-idx1-ubyte': images },
      /t10k-labels.*: offset 0 has the magic number 0x00000803.*this is a file of images/,
    ],
    [
      'another kind of file',
      { 'train-labels-idx1-ubyte': Buffer.from('hello world') },
      /train-labels.*: offset 0 has the magic number 0x68656c6c.*this is no IDX file/,
    ],
    [
      'gzip within gzip',
      { 'train-labels-idx1-ubyte': gzipSync(gzipSync(labels)) },
      /train-labels.*: this is a gzip file within a gzip file/,
    ],
    [
      'a page in its place',
      { 't10k-images-idx3-ubyte': Buffer.from('\n<!DOCTYPE html>\n<html lang="en"><title>Sign in</title>') },
      /t10k-images.*: this is an HTML page and no data file: .* Download the file again/,
    ],
    [
      "a page that a server packed in a file's place",
      { 't10k-images-idx3-ubyte': gzipSync('<html><head><title>404 Not Found</title></head></html>') },
      /t10k-images.*: this is an HTML page and no data file/,
    ],
    [
      "a storage's error in its place",
      { 't10k-labels-idx1-ubyte': Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code></Error>') },
      /t10k-labels.*: this is an XML document and no data file/,
    ],
    [
      'a pointer of Git LFS',
      {
        'train-images-idx3-ubyte': Buffer.from(`version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 47040016\n`),
      },
      /train-images.*: this is a pointer of Git LFS, .* Run "git lfs pull"/,
    ],
    [
      'a zip archive',
      { 'train-images-idx3-ubyte': Buffer.from('PK\x03\x04\x14\0\0\0\b\0') },
      /train-images.*: this is a zip archive .* Unpack it/,
    ],
    ['an xz file', { 'train-labels-idx1-ubyte': Buffer.from('fd377a585a000004', 'hex') }, /train-labels.*: this is an xz file\. Unpack it/],
    [
      "QMNIST's labels that are no byte",
      { 'train-labels-idx1-ubyte': extendedLabels([0, 1, 2, 0, 300, 2]) },
      /train-labels.*: offset 140 has the label 300; expected 0 to 255/,
    ],
    [
      "QMNIST's labels cut off",
      { 'train-labels-idx1-ubyte': extendedLabels([0, 1, 2, 0, 1, 2]).subarray(0, 150) },
      /train-labels.*: the file ends at offset 150; its header says 6 labels × 8 columns × 4 bytes, which makes 204 bytes/,
    ],
    [
      'more labels than images',
      { 'train-labels-idx1-ubyte': idxLabels([0, 1, 2, 0, 1, 2, 0]) },
      /train-labels.*: offset 4 says 7 labels, but .*train-images.* has 6 images/,
    ],
    [
      'test images of another size',
      { 't10k-images-idx3-ubyte': idxImages(4, 5, 4) },
      /t10k-images.*: offset 8 says 5×4 pixels, but .*train-images.* has 4×5/,
    ],
    ['no images', { 'train-images-idx3-ubyte': idxImages(0, 4, 5) }, /train-images.*: offset 4 says 0 images; expected at least 1/],
  ];
  for (const [what, files, message] of broken) {
    it(`with ${what} is refused`, () =>
      withFolder(async folder => {
        writeFiles(folder, { ...smallFiles(), ...files });
        await assert.rejects(loadFolder(folder), { name: 'DataError', message });
      }));
  }

  it('is known by its content and not by its name, where it is packed and where it is not', () =>
    withFolder(async plain =>
      withFolder(async other => {
        writeFiles(plain, smallFiles());
        for (const [i, [name, bytes]] of Object.entries(smallFiles()).entries())
          writeFileSync(path.join(other, i % 2 === 0 ? name : `${name}.gz`), i % 2 === 0 ? gzipSync(bytes) : bytes);
        assert.deepEqual({ ...(await loadFolder(other)), name: '' }, { ...(await loadFolder(plain)), name: '' });
      }),
    ));

  it('with damaged gzip is refused', () =>
    withFolder(async folder => {
      writeFiles(folder, smallFiles(), { gzip: true });
      const file = path.join(folder, 'train-images-idx3-ubyte.gz');
      writeFileSync(file, gzipSync(images).subarray(0, 40));
      await assert.rejects(loadFolder(folder), {
        name: 'DataError',
        message: /train-images-idx3-ubyte\.gz: 40 bytes that should be gzip cannot be decompressed/,
      });
    }));

  it('names all files that are missing', () =>
    withFolder(async folder => {
      writeFiles(folder, { 'train-images-idx3-ubyte': images });
      await assert.rejects(
        loadFolder(folder),
        /no train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte \(plain or \.gz\)/,
      );
    }));

  it('that is not there is refused, and so is a file', () =>
    withFolder(async folder => {
      writeFiles(folder, smallFiles());
      await assert.rejects(loadFolder(path.join(folder, 'none')), /none: there is no such folder\. dataset is "mnist" or a folder/);
      await assert.rejects(loadFolder(path.join(folder, 'train-images-idx3-ubyte')), /this is a file, not a folder/);
    }));
});
