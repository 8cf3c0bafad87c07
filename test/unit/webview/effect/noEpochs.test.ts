import assert from 'node:assert/strict';
import { haveNoEpochs } from '../../../../webview/effect/noEpochs';

describe('the curves of an effect', () => {
  const runs = [
    { id: 'a', status: 'completed' },
    { id: 'b', status: 'failed' },
  ] as const;
  const none = [
    { runId: 'a', epochs: [] },
    { runId: 'b', epochs: [] },
  ];

  it('are not drawn where no run has an epoch, nor will have one', () => {
    assert.equal(haveNoEpochs({ shown: { runs }, curves: none }), true);
    assert.equal(haveNoEpochs({ shown: { runs }, curves: none.slice(1) }), false, 'They are not read yet.');
    assert.equal(haveNoEpochs({ shown: { runs }, curves: [{ runId: 'a', epochs: [1] }, none[1]!] }), false);
    assert.equal(haveNoEpochs({ shown: { runs: [...runs, { id: 'c', status: 'queued' }] }, curves: none }), false);
    assert.equal(haveNoEpochs({ shown: { runs: [] }, curves: [] }), false);
  });
});
