import assert from 'node:assert/strict';
import { classMetrics } from '../../../src/contract/classMetrics';
import { measures } from '../../../src/wording/measures';

describe('measures in words', () => {
  it('has every metric of the classes', () => {
    for (const { name } of classMetrics) assert.ok(name in measures, name);
  });

  for (const [name, { explained, matters }] of Object.entries(measures)) {
    it(`explains ${name} in two sentences, and in one when it matters`, () => {
      const sentences = (text: string): string[] => text.split(/(?<=[.])\s+(?=[A-Z])/);
      assert.equal(sentences(explained).length, 2, explained);
      assert.equal(sentences(matters).length, 1, matters);
      for (const text of [explained, matters]) assert.match(text, /^[A-Z].*\.$/);
    });
  }
});
