import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { decodeNpy, encodeNpy } from '../../../src/artifacts/npy';
import { npzArrays } from '../../../src/artifacts/npz';

/** See scripts/makeArrayFixtures.py. */
const folder = path.resolve('test', 'fixtures', 'arrays');
const { arrays } = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as {
  readonly arrays: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: readonly string[] }>>;
};

const odd: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity, nan: Number.NaN };

describe('arrays that NumPy saved', () => {
  for (const file of ['stored.npz', 'deflated.npz']) {
    it(`are read from ${file}: every type, byte order, order of dimensions and version`, () => {
      const found = npzArrays(readFileSync(path.join(folder, file)), 1_000_000, file);
      assert.deepEqual(found.map(({ name }) => name).toSorted(), Object.keys(arrays).toSorted());
      for (const { name, read } of found) {
        const { shape, data } = read();
        const expected = arrays[name]!;
        assert.deepEqual(shape, expected.shape, name);
        const values = expected.values.map(text =>
          data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(text) : (odd[text] ?? Number(text)),
        );
        assert.deepEqual(Array.from<number | bigint>(data), values, name);
      }
    });
  }

  it('are all there: 12 types of both byte orders and layouts, all three versions', () => {
    const names = Object.keys(arrays);
    const kinds = ['b1', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8'];
    for (const kind of kinds)
      for (const order of ['', '_big'])
        for (const layout of ['C', 'F']) assert.ok(names.includes(`${kind}${order}_${layout}_v1_2d`), `${kind}${order} ${layout}`);
    for (const version of ['v2_3d', 'v3_1d', 'v1_0d', 'v1_2d_empty'])
      assert.ok(
        names.some(name => name.endsWith(version)),
        version,
      );
  });

  it('are written back as the same numbers', () => {
    for (const { read } of npzArrays(readFileSync(path.join(folder, 'stored.npz')), 1_000_000, 'stored.npz')) {
      const array = read();
      assert.deepEqual(decodeNpy(encodeNpy(array), 'again.npy'), array);
    }
  });

  it('of Python objects and of records are refused, and say what to do; nothing is unpickled', () => {
    const decode = (name: string): unknown => decodeNpy(readFileSync(path.join(folder, name)), name);
    assert.throws(
      () => decode('objects.npy'),
      /^Error: objects\.npy: .* Python objects, which would have to be unpickled .* never read\. Save numbers/,
    );
    assert.throws(() => decode('fields.npy'), /^Error: fields\.npy: .*a structured type.*Save one field by itself/);
  });
});
