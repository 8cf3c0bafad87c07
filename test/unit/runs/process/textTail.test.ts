import assert from 'node:assert/strict';
import { TextTail } from '../../../../src/runs/process/textTail';

describe('textTail', () => {
  it('keeps a short text whole', () => {
    const tail = new TextTail(20);
    for (const piece of ['one ', 'two ', 'three']) tail.push(piece);
    assert.equal(String(tail), 'one two three');
  });

  it('keeps the end of a long one', () => {
    const tail = new TextTail(5);
    for (const piece of ['abcdef', 'gh', 'i']) tail.push(piece);
    assert.equal(String(tail), 'efghi');
  });

  it('leaves no half of a character', () => {
    const tail = new TextTail(3);
    tail.push('😀😀');
    assert.equal(String(tail), '😀');
  });
});
