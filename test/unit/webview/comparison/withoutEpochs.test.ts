import assert from 'node:assert/strict';
import { withoutEpochs } from '../../../../webview/comparison/curves/withoutEpochs';

describe('the chart of epochs of a comparison', () => {
  const labels = new Map([['a', 'keras'], ['b', 'arrays'], ['c', 'own']]); // prettier-ignore
  const [keras, arrays, own] = [{ id: 'a', origin: 'recorded' }, { id: 'b', origin: 'imported' }, { id: 'c' }] as const;

  it('is not drawn where no run was trained here, which is said', () => {
    const { areAll, inWords } = withoutEpochs([keras, arrays], labels);
    assert.equal(areAll, true);
    assert.match(inWords, /^None of these runs was trained here, .* What other tools recorded is below\.$/);
    assert.doesNotMatch(withoutEpochs([arrays], labels).inWords, /below/);
  });

  it('names the runs that are not in it', () => {
    assert.deepEqual(withoutEpochs([own], labels), { areAll: false, inWords: '' });
    const { areAll, inWords } = withoutEpochs([keras, own, arrays], labels);
    assert.equal(areAll, false);
    assert.match(inWords, /^Not drawn, since they were not trained here .*: keras, arrays\. What/);
    const many = Array.from({ length: 7 }, (_, i) => ({ id: String(i), origin: 'recorded' as const }));
    assert.match(withoutEpochs([...many, own], labels).inWords, /: 0, 1, 2, 3, 4 and 2 more\./);
  });
});
