import assert from 'node:assert/strict';
import { TextTail } from '../../../src/runs/textTail';

describe('textTail', () => {
  it('keeps a short text whole', () => {
    const tail = new TextTail(20);
    for (const part of ['one ', 'two ', 'three']) tail.push(Buffer.from(part));
    assert.equal(String(tail), 'one two three');
  });

  it('keeps the end of a long one', () => {
    const tail = new TextTail(5);
    for (const part of ['abcdef', 'gh', 'i']) tail.push(Buffer.from(part));
    assert.equal(String(tail), 'efghi');
  });

  it('puts characters together that were cut at any byte', () => {
    const text = 'Größe 2×2 · 😀 ✓';
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const tail = new TextTail();
      tail.push(bytes.subarray(0, cut));
      tail.push(bytes.subarray(cut));
      assert.equal(String(tail), text, `cut at ${cut}`);
    }
    const byByte = new TextTail();
    for (const byte of bytes) byByte.push(Buffer.of(byte));
    assert.equal(String(byByte), text);
  });
});
