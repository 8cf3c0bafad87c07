import assert from 'node:assert/strict';
import { dividedThreads, onTwoCores } from '../../../src/experiment/dividedThreads';

describe('dividedThreads', () => {
  it('gives each run its share of the cores, and at least one thread', () => {
    assert.equal(dividedThreads({ cores: 8, concurrent: 1 }), 8);
    assert.equal(dividedThreads({ cores: 8, concurrent: 3 }), 2);
    assert.equal(dividedThreads({ cores: 8, concurrent: 8 }), 1);
    assert.equal(dividedThreads({ cores: 2, concurrent: 16 }), 1);
    assert.equal(dividedThreads({ cores: 2, concurrent: 0 }), 2);
  });

  it('is what was measured to be best, for each number of runs', () => {
    for (const concurrent of new Set(onTwoCores.map(row => row.concurrent))) {
      const rows = onTwoCores.filter(row => row.concurrent === concurrent);
      for (const key of ['counted', 'steady'] as const) {
        const best = rows.reduce((most, row) => (row[key] > most[key] ? row : most));
        assert.equal(dividedThreads({ cores: 2, concurrent }), best.threads, `${concurrent} ${key}`);
      }
    }
  });

  it('is worth it: runs beside each other do more than one run with all threads', () => {
    const [, alone, beside] = onTwoCores;
    assert.ok(beside!.counted > alone!.counted && beside!.steady > alone!.steady);
  });
});
