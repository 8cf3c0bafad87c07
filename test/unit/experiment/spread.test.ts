import assert from 'node:assert/strict';
import type { ListedRun } from '../../../src/experiment/listedRun';
import { spreadOf } from '../../../src/experiment/spread';
import { listed, summary } from './listed';

const run = (valAccuracy: number | null, more: Partial<ListedRun> = {}): ListedRun => ({
  ...listed({ summary: { ...summary, best: { ...summary.best!, valAccuracy } } }),
  ...more,
});

describe('spreadOf', () => {
  it('is the mean, the deviation of the sample and how many were measured', () => {
    const spread = spreadOf([run(0.96), run(0.98), run(1), run(null), run(0, { status: 'failed' })]);
    assert.equal(spread?.count, 3);
    assert.ok(Math.abs(spread.mean - 0.98) < 1e-12);
    assert.ok(Math.abs(spread.deviation! - 0.02) < 1e-12);
  });

  it('has no deviation of one run', () => assert.deepEqual(spreadOf([run(0.96)]), { count: 1, mean: 0.96, deviation: null }));

  it('is none where nothing was measured, or on different images', () => {
    assert.equal(spreadOf([run(null)]), undefined);
    const { parameters } = run(0.9);
    assert.equal(spreadOf([run(0.96), run(0.9, { parameters: { ...parameters, dataset: '/data/fashion' } })]), undefined);
  });
});
