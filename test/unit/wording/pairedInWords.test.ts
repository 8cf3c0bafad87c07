import assert from 'node:assert/strict';
import { isWithinNoise, pairedInWords, singleRunsInWords } from '../../../src/wording/pairedInWords';

const pair = { outcome: 'paired', difference: 0.0025, halfWidth: 0.00125, onlyRun: 33, onlyBaseline: 8, images: 10_000 } as const;
const refused = { outcome: 'refused', reason: 'They were tested on different images: 100 and 200 of them.' } as const;

describe('what single runs tell, in words', () => {
  it('is how far a difference is certain, and why', () => {
    assert.equal(pairedInWords(pair), '+0.25 ± 0.13 points: 33 of 10,000 images right only here, 8 only there');
    assert.equal(
      pairedInWords({ ...pair, difference: -0.0025, onlyRun: 8, onlyBaseline: 33 }),
      '−0.25 ± 0.13 points: 8 of 10,000 images right only here, 33 only there',
    );
    assert.equal(
      pairedInWords({ ...pair, difference: 0, halfWidth: 0, onlyRun: 0, onlyBaseline: 0 }),
      'the same 10,000 images right and wrong as the baseline',
    );
    assert.equal(pairedInWords(refused), refused.reason);
  });

  it('is a line for all runs, with the range of what other images could have made', () => {
    assert.match(
      singleRunsInWords([pair]),
      /^One run each\. Against the baseline, differences in test accuracy within ±0\.13 points .*; seeds come on top\.$/,
    );
    assert.match(singleRunsInWords([pair, { ...pair, halfWidth: 0.003 }]), /within ±0\.13 to ±0\.30 points/);
    assert.match(singleRunsInWords([pair, refused]), /1 of 2 runs were tested on the baseline's images\.$/);
    assert.equal(singleRunsInWords([refused]), `How far single runs can be told apart is not known. ${refused.reason}`);
    assert.equal(singleRunsInWords([]), '');
    const same = { ...pair, difference: 0, halfWidth: 0, onlyRun: 0, onlyBaseline: 0 };
    assert.match(singleRunsInWords([same, same]), /^One run each\. On the test images all are right where the baseline is and wrong/);
    assert.match(singleRunsInWords([same, pair]), /within ±0\.00 to ±0\.13 points/);
  });

  it('goes by the half-width', () => {
    assert.ok(!isWithinNoise(pair) && isWithinNoise({ difference: -0.001, halfWidth: 0.001 }));
  });
});
