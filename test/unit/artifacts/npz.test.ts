import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { encodeNpy, type NpyArray } from '../../../src/artifacts/npy';
import { npzArrays } from '../../../src/artifacts/npz';

const array: NpyArray = { shape: [3], data: Int32Array.of(7, 2, 1) };
const most = 1_000_000;

function npz(entries: Readonly<Record<string, Uint8Array>>, level: 0 | 9 = 9): Buffer {
  return Buffer.from(zipSync(entries, { level }));
}

/** Where the only member stands in the directory. */
function directoryAt(archive: Buffer): number {
  return archive.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
}

function changed(archive: Buffer, change: (bytes: Buffer, directory: number) => void): Buffer {
  const copy = Buffer.from(archive);
  change(copy, directoryAt(copy));
  return copy;
}

describe('archives of NumPy arrays', () => {
  const good = npz({ 'truth.npy': encodeNpy(array) });
  const read = (archive: Buffer): NpyArray => npzArrays(archive, most, 'x.npz')[0]!.read();

  it('are read, stored or deflated; other files in them are left alone', () => {
    for (const level of [0, 9] as const) {
      const found = npzArrays(npz({ 'truth.npy': encodeNpy(array), 'readme.txt': Buffer.from('x') }, level), most, 'x.npz');
      assert.deepEqual(
        found.map(({ name, read }) => [name, read()]),
        [['truth', array]],
      );
    }
  });

  const zeros = npz({ 'truth.npy': new Uint8Array(50 * most) });
  for (const [what, archive, message] of [
    [
      'what is no archive',
      Buffer.from('hello world, this is no archive'),
      /x\.npz: this is no archive of NumPy arrays .*does not end as a ZIP archive does/,
    ],
    ['an end without a beginning', good.subarray(good.length - 22), /x\.npz: this is no archive .*its directory goes on behind its end/],
    ['a torn archive', good.subarray(0, -10), /x\.npz: this is no archive/],
    ['too many members', changed(good, bytes => bytes.writeUInt16LE(60_000, bytes.length - 12)), /60000 members; expected at most 1000/],
    ['a directory elsewhere', changed(good, bytes => bytes.writeUInt32LE(5, bytes.length - 6)), /member 0 is not where its directory says/],
    [
      'a member elsewhere',
      changed(good, (bytes, at) => bytes.writeUInt32LE(1_000_000, at + 42)),
      /x\.npz, truth\.npy: cannot be unpacked: .* is not where/,
    ],
    [
      'a member that is encrypted',
      changed(good, (bytes, at) => bytes.writeUInt16LE(1, at + 8)),
      /it is encrypted; save it without a password/,
    ],
    [
      'a member of another method',
      changed(good, (bytes, at) => bytes.writeUInt16LE(12, at + 10)),
      /packed by method 12; expected stored or deflated/,
    ],
    ['a bomb that says so', zeros, /it says that it has 50000000 bytes; expected at most 1000000/],
    [
      'a bomb that says that it is small',
      changed(zeros, (bytes, at) => bytes.writeUInt32LE(1000, at + 24)),
      /it has more than the 1000 bytes that the archive says/,
    ],
    [
      'a claim that cannot be',
      changed(good, (bytes, at) => bytes.writeUInt32LE(999_999, at + 24)),
      /999999 bytes, which its \d+ bytes in the archive cannot hold/,
    ],
    ['a claim of 4 GB', changed(good, (bytes, at) => bytes.writeUInt32LE(0xfffffffe, at + 24)), /4294967294 bytes; expected at most/],
    [
      'a claim of more than 4 GB that is nowhere',
      changed(good, (bytes, at) => bytes.writeUInt32LE(0xffffffff, at + 24)),
      /Infinity bytes; expected at most/,
    ],
    [
      'a checksum that is wrong',
      changed(good, (bytes, at) => bytes.writeUInt32LE(1, at + 16)),
      /its checksum is wrong: the archive is damaged/,
    ],
    ['bytes that are no deflated ones', changed(good, bytes => bytes.fill(0xff, 40, 60)), /x\.npz, truth\.npy: cannot be unpacked/],
    ['a member that is no array', npz({ 'truth.npy': Buffer.from('hello world') }), /x\.npz, truth\.npy: this is no NumPy file/],
  ] as const)
    it(`with ${what} are refused`, () => assert.throws(() => read(archive), message));
});
