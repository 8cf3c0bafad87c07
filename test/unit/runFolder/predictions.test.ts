import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { encodeNpy, type NpyArray } from '../../../src/artifacts/npy';
import { readPredictions } from '../../../src/runFolder/predictions';

describe("a run's predictions", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'digits-predictions-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, array: NpyArray | Buffer): void =>
    writeFileSync(path.join(folder, name), Buffer.isBuffer(array) ? array : encodeNpy(array));
  const truth: NpyArray = { shape: [3], data: BigInt64Array.of(2n, 0n, 1n) };
  const rows = { shape: [3, 3], data: Float32Array.of(0, 0.5, 0.5, 1, 0, 0, 0.25, 0.5, 0.25) };

  it('are the most probable classes, the first of equals, and the probabilities', async () => {
    put('ground_truth.npy', truth);
    put('probabilities.npy', rows);
    const { predicted, probabilities, ...rest } = await readPredictions(folder, 3);
    assert.deepEqual([Array.from(predicted), probabilities, Array.from(rest.truth)], [[1, 0, 1], rows.data, [2, 0, 1]]);
  });

  it('are the classes alone where there are no probabilities, of any type', async () => {
    put('ground_truth.npy', { shape: [3], data: Uint8Array.of(2, 0, 1) });
    put('predictions.npy', { shape: [3], data: Int16Array.of(1, 0, 1) });
    const { predicted, probabilities } = await readPredictions(folder, 3);
    assert.deepEqual([Array.from(predicted), probabilities], [[1, 0, 1], undefined]);
  });

  it('are refused with the file and what is wrong with it', async () => {
    await assert.rejects(readPredictions(folder, 3), { name: 'RunFolderError', message: /ground_truth\.npy: there is no such file/ });
    put('ground_truth.npy', truth);
    await assert.rejects(readPredictions(folder, 3), /predictions\.npy: there is no such file/);
    for (const [name, array, message] of [
      ['predictions.npy', { shape: [2], data: Int32Array.of(0, 1) }, /predictions\.npy has 2 labels, ground_truth\.npy 3/],
      [
        'predictions.npy',
        { shape: [3], data: Int32Array.of(0, 1, 3) },
        /predictions\.npy: label 2: found 3; expected a whole number from 0 to 2/,
      ],
      ['predictions.npy', { shape: [3], data: Int32Array.of(0, -1, 2) }, /label 1: found -1/],
      ['predictions.npy', { shape: [3], data: Float32Array.of(0, 0.5, 2) }, /label 1: found 0\.5/],
      ['predictions.npy', { shape: [3, 1], data: Int32Array.of(0, 1, 2) }, /an array of shape \(3, 1\); expected one label/],
      [
        'probabilities.npy',
        { ...rows, data: rows.data.map(p => (p === 1 ? Number.NaN : p)) },
        /probability 3: found NaN; expected a number from 0 to 1/,
      ],
      ['probabilities.npy', { shape: [9], data: rows.data }, /an array of shape \(9\); expected numbers of the shape \(3, 3\)/],
      ['probabilities.npy', { shape: [3, 3], data: new Int32Array(9) }, /expected numbers of the shape/],
      ['probabilities.npy', Buffer.from('no array'), /probabilities\.npy: this is no NumPy file/],
    ] as const) {
      put(name, array);
      await assert.rejects(readPredictions(folder, 3), { name: 'RunFolderError', message });
      rmSync(path.join(folder, name));
    }
  });

  it('are not allocated for: what a head claims is compared with the size of the file, and no file is larger than such an array', async () => {
    put('ground_truth.npy', truth);
    const file = path.join(folder, 'probabilities.npy');
    const before = process.memoryUsage().arrayBuffers;
    for (const [shape, message] of [
      ['(1000000000, 3)', /probabilities\.npy: 36 bytes of data; the shape \(1000000000, 3\) needs 12000000000\./],
      ['(9007199254740991, 9007199254740991)', /needs more than any file has/],
    ] as const) {
      put('probabilities.npy', withShape(shape));
      await assert.rejects(readPredictions(folder, 3), message);
    }
    // 4 GB that are there, as far as the system says.
    put('probabilities.npy', withShape('(1000000000, 1)'));
    truncateSync(file, 128 + 4_000_000_000);
    await assert.rejects(readPredictions(folder, 3), /probabilities\.npy: this array has 4000\.0 MB; at most 160\.1 MB are read/);
    assert.ok(process.memoryUsage().arrayBuffers - before < 10_000_000);
  });

  /** Nine numbers that say that they are others. */
  function withShape(shape: string): Buffer {
    const text = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
    const head = Buffer.from(`\u0093NUMPY\u0001\u0000${String.fromCharCode(118, 0)}${text}\n`, 'latin1');
    return Buffer.concat([head, Buffer.alloc(36)]);
  }
});
