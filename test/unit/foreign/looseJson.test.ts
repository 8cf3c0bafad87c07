import assert from 'node:assert/strict';
import { parseLooseJson } from '../../../src/foreign/looseJson';

describe('JSON in recordings', () => {
  it('has texts for numbers that JSON does not have, and the same words in texts', () => {
    assert.deepEqual(parseLooseJson(String.raw`{"a":NaN,"b":[-Infinity,Infinity,1],"c":"NaN \" Infinity"}`), {
      a: 'NaN',
      b: ['-Infinity', 'Infinity', 1],
      c: 'NaN " Infinity',
    });
  });

  it('is read in a time that grows with the text, whatever it is', () => {
    for (const one of ['"', String.raw`\"`, String.raw`"\"`, 'NaN', '-', '{"a":NaN,"'])
      assert.throws(() => parseLooseJson(`${one.repeat(200_000)}x`), SyntaxError);
    assert.deepEqual(parseLooseJson(`["${'x'.repeat(20_000_000)}",NaN]`), ['x'.repeat(20_000_000), 'NaN']);
  });
});
