import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { toJsonLine } from '../../../src/util/jsonLines';
import { parseJsonLines } from '../../jsonLines';

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

  describe('count bytes as they are in the file', () => {
    const good = Buffer.from(toJsonLine({ a: 'Größe 😀' }));
    for (const [what, torn] of Object.entries({
      'bytes that are no UTF-8': Buffer.alloc(300, 0xff),
      'half a character': Buffer.from('"😀').subarray(0, 3),
      'NUL bytes': Buffer.alloc(4096),
      'line separators of Unicode': Buffer.from('\u2028\u2029\u0085{'),
      'a very long line': Buffer.from(`"${'x'.repeat(5_000_000)}`),
      'lines without anything': Buffer.from('\n\n'),
    })) {
      it(`before ${what}, with an end and without`, () => {
        for (const tail of [
          torn,
          Buffer.concat([torn, Buffer.from('\n')]),
          Buffer.concat([torn, Buffer.from('\n'), torn, Buffer.from('\n')]),
        ]) {
          const bytes = Buffer.concat([good, good, tail]);
          const { values, wholeBytes } = parseJsonLines(bytes, 'x.jsonl');
          assert.deepEqual(values, [{ a: 'Größe 😀' }, { a: 'Größe 😀' }]);
          assert.equal(wholeBytes, 2 * good.length);
        }
      });
    }

    it('with the ends of lines of Windows', () =>
      assert.deepEqual(parse('{"a":1}\r\n{"a":2}\r\n'), { values: [{ a: 1 }, { a: 2 }], wholeBytes: 18 }));

    it('of a part of a larger buffer', () => {
      const part = Buffer.concat([Buffer.from('xx\n'), good]).subarray(3);
      assert.equal(parseJsonLines(part, 'x.jsonl').wholeBytes, good.length);
    });

    it('whatever bytes follow', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), noise => {
          const bytes = Buffer.concat([good, noise.filter(byte => byte !== 0x0a), Buffer.from('\n')]);
          const { values, wholeBytes } = parseJsonLines(bytes, 'x.jsonl');
          assert.deepEqual(parseJsonLines(bytes.subarray(0, wholeBytes), 'x.jsonl').values, values);
          assert.ok(wholeBytes === good.length || wholeBytes === bytes.length);
        }),
      );
    });
  });

  it('come back as they were however long they are, with letters of one byte and of more', () => {
    const texts = fc.tuple(fc.constantFrom('a', 'ö', '😀'), fc.constantFrom(0, 1, 1000, 21_845, 32_766, 65_533, 65_534, 65_535, 200_000));
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 8 }), lengths => {
        const values = lengths.map(([letter, length]) => letter.repeat(length));
        const bytes = Buffer.from(values.map(toJsonLine).join(''));
        assert.deepEqual(parseJsonLines(bytes, 'x.jsonl'), { values, wholeBytes: bytes.length });
      }),
    );
  });

  it('that are broken are passed over where the lines around them say so', () => {
    const text = '{"n":1}\n{"n":\n\u0000\n{"n":2}\n{"n":3}\n';
    const asked: unknown[] = [];
    const { values, wholeBytes } = parseJsonLines(Buffer.from(text), 'x.jsonl', (before, after) => asked.push([before, after]) > 0);
    assert.deepEqual(values, [{ n: 1 }, { n: 2 }, { n: 3 }]);
    assert.equal(wholeBytes, Buffer.byteLength(text));
    assert.deepEqual(asked, [[{ n: 1 }, { n: 2 }]]);
    assert.throws(() => parseJsonLines(Buffer.from(text), 'x.jsonl', () => false), /x\.jsonl, line 2: this is no JSON/);
  });
});
