import assert from 'node:assert/strict';
import { parseJsonLines, toJsonLine } from '../../../src/util/jsonLines';

describe('JSON lines', () => {
  const parse = (text: string): ReturnType<typeof parseJsonLines> => parseJsonLines(Buffer.from(text), 'x.jsonl');

  it('come back as they were', () => {
    const values = [{ a: 1 }, 'Größe\n', [null], 0.1];
    assert.deepEqual(parse(values.map(toJsonLine).join('')).values, values);
  });

  it('lose a torn last line, wherever it was torn', () => {
    const whole = toJsonLine({ a: '😀' }) + toJsonLine({ b: 2 });
    const bytes = Buffer.from(whole + toJsonLine({ c: 'Größe' }));
    for (let end = Buffer.byteLength(whole); end < bytes.length; end++) {
      const { values, wholeBytes } = parseJsonLines(bytes.subarray(0, end), 'x.jsonl');
      assert.deepEqual(values, [{ a: '😀' }, { b: 2 }]);
      assert.equal(wholeBytes, Buffer.byteLength(whole));
    }
  });

  it('lose a last line of zeros, as a power failure leaves it', () => {
    assert.deepEqual(parse(`{"a":1}\n${'\u0000'.repeat(20)}\n`), { values: [{ a: 1 }], wholeBytes: 8 });
  });

  it('with a broken line in the middle are refused, with its place', () => {
    assert.throws(() => parse('{"a":1}\n{"b":\n{"c":3}\n'), /^Error: x\.jsonl, line 2: this is no JSON: \{"b":/);
  });

  it('may be none', () => assert.deepEqual(parse(''), { values: [], wholeBytes: 0 }));
});
