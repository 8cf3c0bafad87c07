import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { toJson } from '../../../src/util/json';

/** How it was written until 0.1.0: right for all data in whose texts no list of numbers stands. */
function asBefore(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replaceAll(/\[\s+(-?[\d.e+-]+(?:,\s+-?[\d.e+-]+)*)\s+\]/g, (_, numbers: string) => `[${numbers.replaceAll(/\s+/g, ' ')}]`)}\n`;
}

describe('JSON for people', () => {
  it('has an indented line for each member, and lists of numbers on one line', () => {
    const value = {
      id: 'a',
      matrix: [[1, -2.5e-7], [3]],
      mixed: [1, null],
      empty: [],
      texts: ['1', '2'],
      at: new Date(0),
      none: undefined,
    };
    assert.equal(
      toJson(value),
      `{
  "id": "a",
  "matrix": [
    [1, -2.5e-7],
    [3]
  ],
  "mixed": [
    1,
    null
  ],
  "empty": [],
  "texts": [
    "1",
    "2"
  ],
  "at": "1970-01-01T00:00:00.000Z"
}
`,
    );
  });

  it('is byte for byte what earlier versions wrote', () => {
    const text = fc.string().map(some => some.replaceAll('[', '('));
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof(
        { depthSize: 'medium', withCrossShrink: true },
        text,
        fc.double(),
        fc.integer(),
        fc.constantFrom(null, true, 1e300, -0),
        fc.array(fc.double({ noNaN: true }), { maxLength: 4 }),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, value => assert.equal(toJson(value), asBefore(value))),
      { numRuns: 2_000 },
    );
  });

  it('leaves every text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('[', ']', ' ', '\n', '1', '-', ',', '"', 'x') }), name => {
        assert.deepEqual(JSON.parse(toJson({ name, list: [name] })), { name, list: [name] });
      }),
    );
    assert.match(toJson({ name: '[ 3 ]' }), /"name": "\[ 3 \]"/);
  });

  it('takes no longer than the text is long, whatever stands in a text', () => {
    const name = `[ ${'-1, '.repeat(500_000)}x`;
    assert.equal((JSON.parse(toJson({ name })) as { name: string }).name, name);
    const numbers = Array.from({ length: 300_000 }, (_, i) => i);
    assert.equal(toJson({ numbers }).split('\n').length, 4);
  }).timeout(60_000);
});
