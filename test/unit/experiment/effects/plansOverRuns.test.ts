import assert from 'node:assert/strict';
import { comparisonResult, mainEffects } from '../../../../src/experiment/effects/comparisonResult';
import { effectInWords } from '../../../../src/experiment/effects/effectInWords';
import { plansOverRuns } from '../../../../src/experiment/effects/plansOverRuns';
import type { ComparedRun } from '../../../../src/experiment/effects/comparedRun';
import { divergedInWords } from '../../../../src/wording/divergence';
import type { Effect } from '../../../../src/contract/effects';
import { among, compared, idOf, importedRun, planOf, runsOf } from './compared';

const here = { now: new Date('2026-01-01T00:00:00Z'), id: '20260101-000000-aaaa' };

/** What runs tell of the filters, by validation accuracy. */
function effectsOver(runs: readonly ComparedRun[]): Effect[][] {
  return plansOverRuns(runs, 'num_filters', here).map(plan => mainEffects(comparisonResult(plan, among(runs))));
}

describe('what runs tell that nobody planned', () => {
  const accuracy = (level: unknown, seed: number): number => 0.9 + Number(level) / 1000 + seed / 10_000;

  it('pairs those that are alike but for the parameter and the seed, against the default', () => {
    const runs = runsOf(planOf([8, 32], [0, 1, 2]), accuracy);
    const [effects, ...others] = effectsOver(runs);
    assert.deepEqual(others, []);
    const [effect] = effects!;
    assert.deepEqual([effect!.levels, effect!.n, effect!.verdict], [[32, 8], 3, 'estimate']);
    assert.ok(Math.abs(effect!.mean! + 0.024) < 1e-12);
  });

  it('misses nothing of seeds that make no pair, and says so where none makes one', () => {
    const planned = runsOf(planOf([8, 32], [0, 1]), accuracy);
    const more = runsOf(planOf([32], [2, 3]), accuracy);
    const [[effect]] = effectsOver([...planned, ...more]) as [[Effect]];
    assert.deepEqual([effect.n, effect.missing], [2, 0]);
    const [[apart]] = effectsOver([...runsOf(planOf([8], [0]), accuracy), ...more]) as [[Effect]];
    assert.deepEqual([apart.n, apart.missing, apart.verdict], [0, 3, null]);
  });

  it('is one comparison for each set of them, those of most runs first', () => {
    const one = runsOf(planOf([8, 16], [0, 1]), accuracy);
    const { baseline } = planOf([4, 64], []);
    const two = runsOf(planOf([4, 64], [0, 1, 2], { baseline: { ...baseline, epochs: 2 } }), accuracy);
    const levels = effectsOver([...one, ...two]).map(effects => effects.map(effect => effect.levels));
    assert.deepEqual(levels, [[[4, 64]], [[8, 16]]]);
  });

  it('refuses by name where no two values are alike otherwise', () => {
    const runs = [compared(idOf(8, 0), { num_filters: 8, batch_size: 32 }), compared(idOf(32, 0), { num_filters: 32, batch_size: 64 })];
    const [effects] = effectsOver(runs);
    assert.deepEqual([effects![0]!.n, effects![0]!.verdict], [0, 'not identified']);
    assert.match(effectInWords(effects![0]!), /not identified: also batch_size 64 → 32/);
  });

  it('counts of several runs of one setting the one that was completed, and leaves out what has no outcome or is not known in full', () => {
    const whole = runsOf(planOf([8, 32], [0]), accuracy);
    const failed: ComparedRun = { ...compared(idOf(8, 1), { num_filters: 8, seed: 0 }), status: 'failed' };
    const diverged: ComparedRun = {
      ...failed,
      id: idOf(8, 2),
      summary: { ...failed.summary!, status: 'failed', reason: divergedInWords(1, 3, 0.001) },
    };
    const imported = importedRun(idOf(16, 0), { num_filters: 16 });
    const [effects, ...others] = effectsOver([...whole, failed, diverged, imported]);
    assert.deepEqual([effects!.length, effects![0]!.n, others.length], [1, 1, 0]);
  });

  it('says nothing of runs of one value', () => {
    assert.deepEqual(plansOverRuns(runsOf(planOf([8, 8], [0, 1]), accuracy), 'num_filters', here), []);
    assert.deepEqual(plansOverRuns([], 'num_filters', here), []);
  });
});
