import assert from 'node:assert/strict';
import { cutMiddleToWidth, cutToWidth, displayWidth, padEndTo, padStartTo } from '../../../src/util/displayWidth';

describe('the width of a text in a terminal', () => {
  const widths: [string, number][] = [
    ['', 0],
    ['seed 3', 6],
    ['Zoë', 3],
    ['Zoe\u0308', 3],
    ['正則化', 6],
    ['ﾊﾝ', 2],
    ['한국어', 6],
    ['Ａ', 2],
    ['★ · × ✓', 7],
    ['🚀', 2],
    ['\u2764\ufe0f', 2],
    ['🚀\ufe0f', 2],
    ['\u{1f1e9}\u{1f1ea}', 2],
    // Each by itself: a terminal may not draw them as one.
    ['\u{1f469}\u200d\u{1f680}', 4],
    ['𠀀', 2],
  ];
  for (const [text, width] of widths) it(`of ${JSON.stringify(text)} is ${width}`, () => assert.equal(displayWidth(text), width));

  it('decides where it is cut', () => {
    assert.equal(cutToWidth('learning_rate', 13), 'learning_rate');
    assert.equal(cutToWidth('learning_rate', 12), 'learning_ra…');
    assert.equal(cutToWidth('正則化', 5), '正則…');
    assert.equal(cutToWidth('正則化', 4), '正…');
    assert.equal(cutToWidth('a b', 2), 'a…');
    assert.equal(cutToWidth('\u{1f469}\u200d\u{1f680}', 3), '\u{1f469}…');
    assert.equal(cutToWidth('e\u0301e\u0301e\u0301', 2), 'e\u0301…');
  });

  it('decides where its middle is left out', () => {
    assert.equal(cutMiddleToWidth('dataset letters', 15), 'dataset letters');
    assert.equal(cutMiddleToWidth('dataset /data/letters', 12), 'datas…etters');
    assert.equal(cutMiddleToWidth('正則化正則化', 7), '正…則化');
  });

  it('decides how many spaces fill it', () => {
    assert.equal(padEndTo('正', 4), '正  ');
    assert.equal(padStartTo('正', 4), '  正');
    assert.equal(padEndTo('long', 2), 'long');
  });
});
