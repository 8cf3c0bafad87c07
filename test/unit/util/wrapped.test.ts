import assert from 'node:assert/strict';
import { wrapped } from '../../../src/util/wrapped';

describe('a text in lines', () => {
  it('ends them at spaces, none wider than asked where its words are not', () => {
    assert.deepEqual(wrapped('some words and averyverylongone here', 10).split('\n'), ['some words', 'and', 'averyverylongone', 'here']);
  });

  it('never ends one between a number and its unit, at any width', () => {
    const text =
      'Changing it raised accuracy by 6.36 points, 95 % CI 5.73 to 7.00, 5 paired seeds (−0.31 nats, 12.5 s). It is as expected, p < 0.001, N = 5, 0.91 ± 0.02 %.';
    for (let width = 1; width < 160; width++) {
      const lines = wrapped(text, width).split('\n');
      assert.equal(lines.join(' '), text);
      for (const whole of ['6.36 points', '95 % CI', '(−0.31 nats', '12.5 s', 'p < 0.001', 'N = 5', '0.91 ± 0.02 %'])
        assert.ok(
          lines.some(line => line.includes(whole)),
          `${width}: ${whole}\n${lines.join('\n')}`,
        );
    }
  });
});
