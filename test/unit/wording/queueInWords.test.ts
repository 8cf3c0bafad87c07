import assert from 'node:assert/strict';
import { clockTime, roughTime } from '../../../src/wording/clockInWords';
import { designInWords, queueInWords } from '../../../src/wording/queueInWords';

const now = new Date(2026, 10, 29, 14, 20);
const facts = { waiting: 3, unasked: 0, total: 720_000, isGuess: false, isPaused: false };

describe('a queue in words', () => {
  it('says how many wait, how long that takes, and when it is over', () => {
    assert.equal(queueInWords(facts, now), '3 waiting · about 12m · done about 14:32');
    assert.equal(queueInWords({ ...facts, isGuess: true }, now), '3 waiting · roughly 12m · done about 14:32');
  });

  it('names no end where it is paused or cannot be told', () => {
    assert.equal(queueInWords({ ...facts, isPaused: true }, now), '3 waiting · about 12m · paused');
    assert.equal(queueInWords({ ...facts, total: undefined }, now), '3 waiting');
    assert.equal(queueInWords({ ...facts, waiting: 0 }, now), '');
  });

  it('counts runs that nobody here has asked for apart', () => {
    assert.equal(queueInWords({ ...facts, waiting: 0, unasked: 2 }, now), '2 not started by you');
    assert.equal(queueInWords({ ...facts, unasked: 1 }, now), '3 waiting · 1 not started by you · about 12m · done about 14:32');
  });

  it('calls what belongs together by what varies in it', () => {
    assert.equal(designInWords('comparisons/20261129-142000-abcd', ['num_filters', 'seed']), 'Comparison: num_filters, seed');
    assert.equal(designInWords('sweeps/20261129-142000-abcd', []), 'Sweep: 20261129-142000-abcd');
    assert.equal(designInWords('mine', []), 'mine');
  });
});

describe('times in words', () => {
  it('are of today, of tomorrow, or have their day', () => {
    assert.equal(clockTime(new Date(2026, 10, 29, 23, 59), now), '23:59');
    assert.equal(clockTime(new Date(2026, 10, 30, 2, 5), now), 'tomorrow 02:05');
    assert.equal(clockTime(new Date(2026, 11, 3, 2, 5), now), '3 Dec 02:05');
  });

  it('have no more digits than an estimate has', () => {
    const texts = [500, 45_400, 119_000, 150_000, 3_599_000, 7_500_000, 86_400_000 * 3.2].map(roughTime);
    assert.deepEqual(texts, ['1 s', '45 s', '1m59s', '3m', '1h00m', '2h05m', '3d4h']);
  });
});
