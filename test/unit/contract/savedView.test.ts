import assert from 'node:assert/strict';
import { parseSavedView } from '../../../src/contract/dashboard';

const runId = '20261125-120000-aaaa';
const first = { runId, section: 'live', normalisation: 'counts', lossScale: 'log', showsAllParameters: true };
const images = { openCell: null, closerClass: null };
const curves = { xUnit: 'epochs', smoothing: 0.8, hiddenCurves: [], range: null, ...images };

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
      ...images,
    });
  });

  it('has the cell whose images were shown, and none where what was kept of it cannot be used', () => {
    const openCell = { truth: 4, predicted: 9, sort: 'index', offset: 12 };
    assert.deepEqual(parseSavedView({ runId, openCell, closerClass: 3 }), { ...first, ...curves, openCell, closerClass: 3 });
    assert.deepEqual(parseSavedView({ runId, openCell: { ...openCell, truth: -1 }, closerClass: 'x' }), { ...first, ...curves });
  });

  it('has the threshold as it was left, and none where it cannot be used', () => {
    const threshold = { of: 'micro', threshold: 0.9995, mark: 0.5, isZoomed: false, precision: 0.99, recall: 0.5 };
    assert.deepEqual(parseSavedView({ runId, threshold })?.threshold, threshold);
    for (const strange of [{ of: 'mean' }, { of: 256 }, { threshold: 1.5 }, { mark: null }])
      assert.equal(parseSavedView({ runId, threshold: { ...threshold, ...strange } })?.threshold, null);
    assert.equal(parseSavedView({ runId })?.threshold, undefined);
    const part = { x: { from: 0, to: 0.1 }, y: { from: 0.9, to: 1 } };
    const zoomed = { ...threshold, parts: { roc: part, precisionRecall: null } };
    assert.deepEqual(parseSavedView({ runId, threshold: zoomed })?.threshold, zoomed);
    const strange = { ...threshold, parts: { roc: { ...part, x: { from: 0.5, to: 0.5 } }, precisionRecall: null } };
    assert.deepEqual(parseSavedView({ runId, threshold: strange })?.threshold, {
      ...threshold,
      parts: { roc: null, precisionRecall: null },
    });
  });
});
