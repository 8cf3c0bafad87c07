import assert from 'node:assert/strict';
import { decodeNpy, encodeNpy, type NpyArray } from '../../../src/artifacts/npy';

// np.save of np.arange(6, dtype=np.float32).reshape(2, 3) and of np.array([7, 2, 1]), NumPy 2.4.
const header = (text: string, length: number): string =>
  Buffer.from(`\u0093NUMPY\u0001\u0000${String.fromCharCode(length, 0)}${text.padEnd(length - 1)}\n`, 'latin1').toString('hex');
const savedFloats = `${header("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", 118)}000000000000803f0000004000004040000080400000a040`;
const savedIntegers = `${header("{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }", 118)}070000000000000002000000000000000100000000000000`;

describe('NumPy files', () => {
  const floats: NpyArray = { shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) };
  const integers: NpyArray = { shape: [3], data: BigInt64Array.of(7n, 2n, 1n) };

  it('are the bytes that NumPy writes', () => {
    assert.equal(Buffer.from(encodeNpy(floats)).toString('hex'), savedFloats);
    assert.equal(Buffer.from(encodeNpy(integers)).toString('hex'), savedIntegers);
  });

  for (const array of [
    floats,
    integers,
    { shape: [0], data: new Float64Array(0) },
    { shape: [2, 1, 2], data: Uint8Array.of(1, 2, 3, 255) },
  ]) {
    it(`come back as they were: ${array.data.constructor.name} (${array.shape.join()})`, () =>
      assert.deepEqual(decodeNpy(encodeNpy(array), 'x.npy'), array));
  }

  it('begin their data at a multiple of 64 bytes', () => {
    for (const length of [1, 10_000, 123_456_789]) {
      const bytes = encodeNpy({ shape: [0, length], data: new Float32Array(0) });
      assert.equal(bytes.length % 64, 0);
    }
  });

  const bytes = encodeNpy(floats);
  /** Six numbers, with a header that says something else of them. */
  const saying = (said: string): Buffer =>
    Buffer.concat([Buffer.from(header(`{${said}, }`, 118), 'hex'), Buffer.from(bytes).subarray(-24)]);

  it('are read in the order of their columns, too', () => {
    const columns = saying("'descr': '<f4', 'fortran_order': True, 'shape': (2, 3)");
    assert.deepEqual(decodeNpy(columns, 'x.npy'), { shape: [2, 3], data: Float32Array.of(0, 2, 4, 1, 3, 5) });
  });

  for (const [what, bad, message] of [
    ['another kind of file', Buffer.from('hello world'), /x\.npy: this is no NumPy file/],
    ['missing bytes', bytes.slice(0, -1), /x\.npy: 23 bytes of data; the shape \(2, 3\) needs 24/],
    ['a torn header', bytes.slice(0, 9), /x\.npy: the file ends within its header, at byte 9/],
    ['a header that goes on behind the end', bytes.slice(0, 100), /x\.npy: the header says that it has 118 bytes; expected at most 90/],
    [
      'a header of 4 GB',
      Buffer.concat([Buffer.from('\u0093NUMPY\u0002\u0000\u00ff\u00ff\u00ff\u00ff', 'latin1'), Buffer.alloc(20_000, "'shape': (")]),
      /x\.npy: the header says that it has 4294967295 bytes; expected at most 10000 in this file/,
    ],
    [
      'a shape of negative sizes',
      Buffer.from(Buffer.from(bytes).toString('latin1').replace('(2, 3), ', '(-2, -3)'), 'latin1'),
      /an array .*\(-2, -3\).* cannot be read: shape: expected a tuple of at most 64 whole numbers from 0/,
    ],
    [
      'complex numbers',
      Buffer.from(Buffer.from(bytes).toString('latin1').replace('<f4', '<c8'), 'latin1'),
      /cannot be read: it holds complex numbers/,
    ],
    [
      'an unknown type',
      saying("'descr': '<f1', 'fortran_order': False, 'shape': (6,)"),
      /it is of the type "<f1"; expected bool, int8 to int64/,
    ],
    ['texts', saying("'descr': '<U5', 'fortran_order': False, 'shape': (6,)"), /it holds texts\. Save the numbers of the classes instead/],
    ['no order', saying("'descr': '<f4', 'shape': (6,)"), /fortran_order: expected True or False/],
    [
      'a field too many',
      saying("'descr': '<f4', 'fortran_order': False, 'shape': (6,), 'x': 1"),
      /found "x"; expected descr, fortran_order and shape/,
    ],
    ['a shape that is a list', saying("'descr': '<f4', 'fortran_order': False, 'shape': [6]"), /shape: expected a tuple/],
    ['a shape of other numbers', saying("'descr': '<f4', 'fortran_order': False, 'shape': (6.0,)"), /found "\.0,\)/],
    [
      'a shape of 4 GB',
      saying("'descr': '<f4', 'fortran_order': False, 'shape': (1000000000,)"),
      /24 bytes of data; the shape \(1000000000\) needs 4000000000/,
    ],
    ['a program for a header', saying("'descr': __import__('os'), 'fortran_order': False, 'shape': (6,)"), /found "__import__"/],
    [
      'a version to come',
      Buffer.from(Buffer.from(bytes).fill(4, 6, 7)),
      /x\.npy: version 4\.0 of NumPy's format; expected 1\.0, 2\.0 or 3\.0/,
    ],
  ] as const) {
    it(`with ${what} are refused`, () => assert.throws(() => decodeNpy(bad, 'x.npy'), message));
  }

  it('are not made of arrays that do not have their shape', () => {
    assert.throws(() => encodeNpy({ shape: [2, 2], data: new Float32Array(3) }), /3 elements cannot have the shape \(2, 2\)/);
  });
});
