import assert from 'node:assert/strict';
import { parseSavedView } from '../../../src/contract/dashboard';

const runId = '20261125-120000-aaaa';
const first = { runId, section: 'live', normalisation: 'counts', lossScale: 'log', showsAllParameters: true };
const curves = { xUnit: 'epochs', smoothing: 0.8, hiddenCurves: [], range: null };

describe('the view that a dashboard keeps', () => {
  it('has the curves as they are at first where an older version kept nothing of them', () => {
    const old = { runId, section: 'evaluation', normalisation: 'row', lossScale: 'linear', showsAllParameters: false };
    assert.deepEqual(parseSavedView(old), { ...old, ...curves });
  });

  it('keeps the rest where one choice cannot be used', () => {
    const strange = { xUnit: 'miles', smoothing: 1, hiddenCurves: [{ chart: 'loss', curve: 'test' }], range: { from: 2, to: 1 } };
    assert.deepEqual(parseSavedView({ runId, lossScale: 'linear', ...strange }), {
      ...first,
      lossScale: 'linear',
      ...curves,
    });
  });

  it('has the curves as they were left', () => {
    const left = { xUnit: 'time', smoothing: 0.99, hiddenCurves: [{ chart: 'loss', curve: 'parent' }], range: { from: 1000, to: 2500 } };
    assert.deepEqual(parseSavedView({ runId, ...left }), {
      ...first,
      ...left,
    });
  });
});
