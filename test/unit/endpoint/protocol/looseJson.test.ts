import assert from 'node:assert/strict';
import { parseLooseJson } from '../../../../src/endpoint/protocol/looseJson';

describe('JSON as Python writes it', () => {
  it('has numbers that JSON does not have, and the same words in texts', () => {
    const text = String.raw`{"a":NaN,"b":[-Infinity,Infinity,-1,1e5],"c":"NaN \" Infinity","NaN":"-Infinity\\","d":{"e":NaN}}`;
    assert.deepEqual(parseLooseJson(text), {
      a: NaN,
      b: [-Infinity, Infinity, -1, 1e5],
      c: 'NaN " Infinity',
      NaN: '-Infinity\\',
      d: { e: NaN },
    });
  });

  for (const text of ['', '{', 'nan', '{"a":-NaN}', '{"a":NaNs}', '{"a":NaN', '"\\', '{"a":I}', `${'['.repeat(70)}${']'.repeat(70)}`])
    it(`is not ${text.slice(0, 20)}`, () => assert.throws(() => parseLooseJson(text), SyntaxError));

  it('is read in a time that grows with the text, whatever it is', () => {
    for (const one of ['"', '\\"', '"\\"', 'NaN', '-', 'I', '{"a":NaN,"'])
      assert.throws(() => parseLooseJson(`${one.repeat(200_000)}x`), SyntaxError);
  });
});
