import assert from 'node:assert/strict';
import { bestRuns } from '../../../src/experiment/bestRuns';
import type { ListedRun } from '../../../src/experiment/listedRun';
import { listed, summary } from './listed';

const run = (id: string, valAccuracy: number | null, more: Partial<NonNullable<ListedRun['summary']>> = {}): ListedRun =>
  listed({ id, summary: { ...summary, best: { ...summary.best!, valAccuracy }, ...more } });
const best = (...runs: ListedRun[]): string[] => [...bestRuns(runs)];

describe('bestRuns', () => {
  it('is the highest validation accuracy, whatever the test said', () => {
    assert.deepEqual(best(run('a', 0.97, { testAccuracy: 1 }), run('b', 0.98, { testAccuracy: 0.5 })), ['b']);
  });

  it('is the lower validation loss, then the older one, of equal accuracies', () => {
    const lower = run('b', 0.98, { best: { ...summary.best!, valAccuracy: 0.98, valLoss: 0.01 } });
    assert.deepEqual(best(run('a', 0.98), lower), ['b']);
    assert.deepEqual(best(run('b', 0.98), run('a', 0.98), run('c', 0.98)), ['a']);
  });

  it('is none of one run, of runs that failed or were not validated', () => {
    assert.deepEqual(best(run('a', 0.98)), []);
    assert.deepEqual(
      best(run('a', 0.98), { ...run('b', 0.99), status: 'failed' }, run('c', null), { ...run('d', 1), summary: undefined }),
      [],
    );
  });

  it('is one for each data set', () => {
    const other = (id: string, accuracy: number): ListedRun => ({
      ...run(id, accuracy),
      parameters: { ...run(id, 0).parameters, dataset: '/data/fashion' },
    });
    assert.deepEqual(best(run('a', 0.98), run('b', 0.97), other('c', 0.9), other('d', 0.91)), ['a', 'd']);
  });
});
