import assert from 'node:assert/strict';
import type { ComparisonPlan, Effect, Hypothesis, Level } from '../../../../src/contract/effects';
import { effectInWords } from '../../../../src/experiment/effects/effectInWords';
import { effectsOf } from '../../../../src/experiment/effects/effects';
import { keptResults } from '../../../../src/experiment/effects/effectMetrics';
import { divergedInWords } from '../../../../src/wording/divergence';
import { among, compared, idOf, importedRun, planOf, runsOf } from './compared';

const near = (actual: number | null | undefined, expected: number): void =>
  assert.ok(actual !== null && actual !== undefined && Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

describe('the effect of one parameter', () => {
  /** Of the reference and of the level 32, by seed. */
  const accuracies = [
    [0.981, 0.984],
    [0.979, 0.983],
    [0.982, 0.986],
    [0.98, 0.982],
    [0.978, 0.983],
  ] as const;
  const accuracyOf = (level: Level, seed: number): number => accuracies[seed]![level === 8 ? 0 : 1];
  const seeds = [0, 1, 2, 3, 4];
  const onAccuracy = (plan: ComparisonPlan, find = among(runsOf(plan, accuracyOf))): Effect =>
    effectsOf(plan, find).find(({ metric }) => metric === 'val_accuracy')!;
  const expecting = (expected: Hypothesis['expected'], margin?: number): Partial<ComparisonPlan> => ({
    hypothesis: { text: '', metric: 'val_accuracy', expected, ...(margin !== undefined && { margin }) },
  });

  it('is the mean of the differences by seed, with the interval and p of the paired t', () => {
    const effect = onAccuracy(planOf([8, 32], seeds));
    // scipy.stats.ttest_rel([.984,.983,.986,.982,.983], [.981,.979,.982,.98,.978]) and its confidence_interval().
    assert.equal(effect.n, 5);
    near(effect.mean, 0.0036);
    near(effect.low, 0.00218428522301773);
    near(effect.high, 0.005015714776982276);
    near(effect.p, 0.0021228830538394692);
    assert.equal(effect.pHolm, effect.p);
    assert.equal(effect.unit, 'share');
    assert.deepEqual(
      effect.pairs.map(({ seed, runs }) => [seed, ...runs]),
      seeds.map(seed => [seed, idOf(8, seed), idOf(32, seed)]),
    );
  });

  it('is none on time where machine and load are not known of both runs', () => {
    const plan = planOf([8, 32], seeds);
    const runs = runsOf(plan, accuracyOf);
    const onTime = (of = runs): Effect => effectsOf(plan, among(of)).find(({ metric }) => metric === 'duration')!;
    assert.equal(onTime().n, 5);
    const [first, ...others] = runs;
    const { besideCpuPercent: _, ...withoutLoad } = first!.summary!;
    assert.equal(onTime([{ ...first!, summary: withoutLoad }, ...others]).n, 4);
    const scripts = runs.map(({ id, config: { parameters }, summary }) => ({ ...importedRun(id, parameters), summary }));
    assert.deepEqual([onTime(scripts).n, onTime(scripts).lacking], [0, []]);
    assert.equal(
      effectInWords(onTime(scripts)),
      'Changing num_filters from 8 to 32: training time does not compare, as machine and load are not known of both runs.',
    );
  });

  it('is in words that can be quoted', () => {
    const plan = planOf([8, 32], seeds);
    assert.equal(
      effectInWords(onAccuracy(plan)),
      'Changing num_filters from 8 to 32 raised validation accuracy by 0.36 points, 95 % CI 0.22 to 0.50, 5 paired seeds.',
    );
    const swapped = planOf([32, 8], seeds);
    assert.match(
      effectInWords(onAccuracy(swapped)),
      /lowered validation accuracy by 0\.36 points, 95 % CI 0\.22 to 0\.50, 5 paired seeds\.$/,
    );
    const noisy = among(runsOf(plan, (level, seed) => 0.98 + (level === 8 ? 0 : [0.004, -0.003, 0.001, -0.002, 0.003][seed]!)));
    assert.match(
      effectInWords(onAccuracy(plan, noisy)),
      /changed validation accuracy by \+0\.06 points, 95 % CI −0\.3\d to 0\.4\d, 5 paired seeds, which the seeds alone could explain\.$/,
    );
  });

  it('has a verdict on its hypothesis: supported, refuted, or inconclusive', () => {
    assert.equal(onAccuracy(planOf([8, 32], seeds)).verdict, 'supported');
    assert.equal(onAccuracy(planOf([8, 32], seeds, expecting('lower'))).verdict, 'refuted');
    assert.equal(onAccuracy(planOf([8, 32], seeds, expecting('no effect', 0.006))).verdict, 'supported');
    assert.equal(onAccuracy(planOf([8, 32], seeds, expecting('no effect', 0.004))).verdict, 'inconclusive');
    assert.equal(onAccuracy(planOf([8, 32], seeds, expecting('no effect', 0.001))).verdict, 'refuted');
    const plan = planOf([8, 32], seeds);
    const noisy = among(runsOf(plan, (level, seed) => 0.98 + (level === 8 ? 0 : [0.004, -0.003, 0.001, -0.002, 0.003][seed]!)));
    assert.equal(onAccuracy(plan, noisy).verdict, 'inconclusive');
  });

  it('is an estimate on any other metric, without a hypothesis, and of two pairs; a single run of one', () => {
    const plan = planOf([8, 32], seeds);
    for (const { metric, verdict } of effectsOf(plan, among(runsOf(plan, accuracyOf))))
      assert.equal(verdict, metric === 'val_accuracy' ? 'supported' : 'estimate', metric);
    assert.equal(onAccuracy(planOf([8, 32], seeds, { hypothesis: null })).verdict, 'estimate');
    assert.equal(onAccuracy(planOf([8, 32], [0, 1])).verdict, 'estimate');
    const single = onAccuracy(planOf([8, 32], [0]));
    assert.deepEqual([single.verdict, single.low, single.p], ['single run', null, null]);
  });

  it('is an estimate when seeds were added or runs reused after results could be seen', () => {
    const plan = planOf([8, 32], seeds);
    const late = { ...plan, runs: plan.runs.map(run => (run.seed === 4 && run.level === 8 ? { ...run, late: true } : run)) };
    assert.equal(onAccuracy(late).verdict, 'estimate');
  });

  it('counts a run that diverged as an outcome: nothing is supported while a pair lacks for it', () => {
    const plan = planOf([8, 32], seeds);
    const runs = runsOf(plan, accuracyOf);
    const gone = compared(idOf(32, 2), { num_filters: 32, seed: 2 });
    const diverged = {
      ...gone,
      status: 'failed',
      summary: { ...gone.summary!, status: 'failed', reason: divergedInWords(1, 3, 0.001) },
    } as const;
    const effect = onAccuracy(plan, among([...runs, diverged]));
    assert.deepEqual([effect.n, effect.diverged, effect.missing, effect.verdict], [4, 1, 0, 'inconclusive']);
    assert.match(effectInWords(effect), /4 paired seeds; one more pair diverged\.$/);
    // What speaks against the hypothesis does so without it.
    const against = planOf([8, 32], seeds, expecting('lower'));
    assert.equal(onAccuracy(against, among([...runs, diverged])).verdict, 'refuted');
  });

  it('is not identified where something else differs in every pair, which is named', () => {
    const plan = planOf([8, 32], [0, 1]);
    const runs = runsOf(plan, accuracyOf).map(run =>
      run.config.parameters.num_filters === 32 ? compared(run.id, { ...run.config.parameters, batch_size: 64 }) : run,
    );
    const effect = onAccuracy(plan, among(runs));
    assert.deepEqual([effect.n, effect.mean, effect.verdict, effect.refused.length], [0, null, 'not identified', 2]);
    assert.deepEqual(effect.refused[0]!.confounders, [{ name: 'batch_size', values: ['128', '64'] }]);
    assert.equal(effectInWords(effect), 'Changing num_filters from 8 to 32: not identified: also batch_size 128 → 64.');
  });

  it('refuses a pair whose runs are both other than planned, the level and the seed included', () => {
    const plan = planOf([8, 32], [0]);
    for (const [changed, name] of [
      [{ batch_size: 64 }, 'batch_size'],
      [{ num_filters: 16 }, 'num_filters'],
      [{ seed: 7 }, 'seed'],
    ] as const) {
      const runs = runsOf(plan, accuracyOf).map(run => compared(run.id, { ...run.config.parameters, ...changed }));
      assert.deepEqual(
        onAccuracy(plan, among(runs)).refused.map(({ confounders }) => confounders.map(confounder => confounder.name)),
        [[name]],
      );
    }
  });

  it('has neither interval nor p where all differences are equal', () => {
    const plan = planOf([8, 32], [0, 1, 2]);
    const effect = onAccuracy(plan, among(runsOf(plan, level => (level === 8 ? 0.5 : 0.75))));
    assert.deepEqual([effect.mean, effect.low, effect.p, effect.pHolm, effect.verdict], [0.25, null, null, null, 'inconclusive']);
    assert.match(
      effectInWords(effect),
      /by 25\.00 points in each of 3 paired seeds: all differences are equal, so that there is no interval\.$/,
    );
  });

  it('corrects p of several levels by Holm and the intervals by Bonferroni, and says where they disagree', () => {
    const plan = planOf([8, 16, 32], seeds);
    const lifted = [0.002, 0.0058, 0.0012, 0.005, 0.0011];
    const find = among(
      runsOf(plan, (level, seed) => (level === 8 ? 0.97 : level === 16 ? 0.97 + lifted[seed]! : accuracyOf(32, seed) - 0.0005 * seed)),
    );
    const [first, second] = effectsOf(plan, find).filter(({ metric }) => metric === 'val_accuracy');
    assert.equal(first!.confidence, 0.975);
    near(second!.pHolm, 2 * second!.p!);
    near(first!.pHolm, Math.max(second!.pHolm!, first!.p!));
    assert.ok(first!.pHolm! < 0.05 && first!.low! < 0, 'p and interval disagree');
    assert.deepEqual([first!.disagrees, second!.disagrees], [true, false]);
    assert.match(effectInWords(first!), /95 % CI of all levels together/);
  });

  it('takes validation figures from the epoch whose weights were kept, never from the best of all', () => {
    const { summary } = compared(idOf(8, 0), {});
    const [two, three] = [2, 3].map(epoch => ({ ...summary!.final!, epoch, valAccuracy: epoch / 10 }));
    assert.equal(keptResults({ ...summary!, keptEpoch: 3, final: three!, best: two! })?.valAccuracy, 0.3);
    assert.equal(keptResults({ ...summary!, keptEpoch: 2, final: three!, best: two! })?.valAccuracy, 0.2);
    assert.equal(keptResults({ ...summary!, keptEpoch: 1, final: three!, best: two! }), null);
  });
});
