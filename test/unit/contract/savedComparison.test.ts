import assert from 'node:assert/strict';
import { parseSavedComparison } from '../../../src/contract/comparison';

const atFirst = {
  mode: 'comparison',
  runIds: [],
  columns: null,
  filter: '',
  sort: { column: 'val_accuracy', descending: true },
  grouping: 'none',
  baseline: null,
  selected: null,
  metric: 'val_accuracy',
  xUnit: 'epochs',
  scale: 'linear',
  smoothing: 0,
  range: null,
  hidden: [],
  openCell: null,
  scatter: { parameter: null, metric: 'val_accuracy' },
  scrollTop: 0,
};

describe('the view that a page of several runs keeps', () => {
  it('is sorted by what was measured on the validation images at first', () => {
    assert.deepEqual(parseSavedComparison({ mode: 'comparison' }), atFirst);
  });

  it('keeps the rest where one choice cannot be used', () => {
    const strange = {
      runIds: ['../..'],
      columns: 'all',
      sort: 7,
      xUnit: 'miles',
      smoothing: 1,
      range: { from: 2, to: 1 },
      hidden: 'a',
      openCell: {},
    };
    assert.deepEqual(parseSavedComparison({ mode: 'comparison', filter: 'seed>1', ...strange }), { ...atFirst, filter: 'seed>1' });
  });

  it('is none without its mode', () => {
    assert.equal(parseSavedComparison(undefined), undefined);
    assert.equal(parseSavedComparison({ mode: 'other' }), undefined);
  });
});
