import assert from 'node:assert/strict';
import { threadsToPrepare, trainingArguments } from '../../../src/contract/trainerArguments';

describe('the arguments of a trainer', () => {
  for (const [threads, expected] of [[undefined, 6], [1, 1], [256, 256]] as const) // prettier-ignore
    it(`that trains with ${threads ?? 'as many threads as there are cores'}`, () =>
      assert.equal(threadsToPrepare(trainingArguments('auto', threads), () => 6), expected)); // prettier-ignore

  it('that trains with TensorFlow begin no thread', () =>
    assert.equal(
      threadsToPrepare(trainingArguments('tensorflow', 2), () => 6),
      0,
    ));

  for (const args of [[], ['answer'], ['train', '0'], ['train', '1e9'], ['train', '-1'], ['train', 'x']])
    it(`"${args.join(' ')}" begin no thread`, () => assert.equal(threadsToPrepare(args, () => 6), 0)); // prettier-ignore
});
