import assert from 'node:assert/strict';
import { defaultParameters } from '../../../../src/contract/parameters';
import { newRunIds } from '../../../../src/contract/runId';
import { parseValue } from '../../../../src/contract/formats/parse';
import type { Conditions } from '../../../../src/experiment/effects/conditions';
import { comparisonFile } from '../../../../src/contract/formats/comparisonFile';
import { answers, planComparison, settled, withSeeds, type Planning, type Question } from '../../../../src/experiment/effects/planning';
import { comparisonOfRuns, factorsAmong } from '../../../../src/experiment/effects/ofRuns';
import { pairsOf } from '../../../../src/experiment/effects/pairs';
import { countedRuns } from '../../../../src/experiment/effects/planned';
import { among, compared, config, idOf, importedRun, planOf, runsOf } from './compared';

describe('the plan of a comparison', () => {
  const conditions: Conditions = {
    engine: 'onnx',
    threads: config.engine.threads,
    engineVersion: config.engine.version,
    instructionSet: config.environment.instructionSet,
    numericsVersion: config.trainer.numericsVersion,
    bundleSha256: config.trainer.bundleSha256,
  };
  const question: Question = {
    factor: 'num_filters',
    levels: [8, 16, 32],
    baseline: defaultParameters,
    baselineRun: null,
    hypothesis: null,
  };
  const now = new Date('2026-01-01T00:00:00Z');
  const ids = (count: number): string[] => newRunIds(now, count);
  const planning: Planning = { question, count: 20, conditions, existing: [], author: 'Ada', now, ids };

  it('goes seed by seed, the levels of each in an order of its own', () => {
    const plan = parseValue(comparisonFile, planComparison(planning), 'the plan');
    assert.deepEqual(
      plan.runs.map(({ seed }) => seed),
      Array.from({ length: 60 }, (_, i) => Math.floor(i / 3)),
    );
    const orders = plan.seeds.map(seed =>
      plan.runs
        .filter(run => run.seed === seed)
        .map(({ level }) => level)
        .join(),
    );
    for (const order of orders)
      assert.deepEqual(
        order
          .split(',')
          .map(Number)
          .toSorted((a, b) => a - b),
        [8, 16, 32],
      );
    // Of six orders, twenty seeds draw at least four in all but one of a hundred thousand plans.
    assert.ok(new Set(orders).size >= 3, orders.join(' '));
    assert.equal(new Set(plan.runs.map(({ id }) => id)).size, 60);
  });

  it('reuses runs that were trained as one would be now, and marks them', () => {
    const [fits, others] = [
      compared(idOf(8, 1), { num_filters: 8, seed: 1 }),
      [
        compared(idOf(8, 2), { num_filters: 8, seed: 2, batch_size: 64 }),
        compared(idOf(8, 3), { num_filters: 8, seed: 3 }, 0.98, { status: 'stopped' }),
        compared(idOf(8, 4), { num_filters: 8, seed: 4 }, 0.98, { config: { ...config, engine: { ...config.engine, threads: 7 } } }),
      ],
    ];
    const plan = planComparison({ ...planning, existing: [fits, ...others] });
    assert.deepEqual(
      plan.runs.filter(({ late }) => late),
      [{ id: fits.id, level: 8, seed: 1, late: true }],
    );
    assert.ok(!plan.runs.some(({ id }) => others.some(other => other.id === id)));
  });

  it('passes over seeds whose results could be seen, where nothing is to be reused', () => {
    const existing = [compared(idOf(8, 1), { num_filters: 8, seed: 1 }), compared(idOf(8, 2), { num_filters: 8, seed: 2, batch_size: 64 })];
    const plan = planComparison({ ...planning, count: 3, existing, reuses: false });
    assert.deepEqual(plan.seeds, [0, 2, 3]);
    assert.ok(!plan.runs.some(({ late }) => late));
  });

  it('marks seeds that are added when results can be seen, and not before', () => {
    const plan = planOf([8, 32], [0, 1]);
    const early = withSeeds(plan, 3, { ids, areResultsSeen: false });
    assert.deepEqual([early.seeds, early.runs.length, early.runs.some(({ late }) => late)], [[0, 1, 2], 6, false]);
    const late = withSeeds(plan, 3, { ids, areResultsSeen: true });
    assert.deepEqual(
      [late.seeds, late.runs.filter(run => run.late).map(({ seed }) => seed)],
      [
        [0, 1],
        [2, 2],
      ],
    );
    assert.equal(withSeeds(late, 3, { ids, areResultsSeen: true }), late);
  });

  it('answers the same question again, and no other', () => {
    const plan = planComparison(planning);
    assert.ok(answers(plan, question));
    assert.ok(answers({ ...plan, hypothesis: { text: '', metric: 'val_accuracy', expected: 'higher' } }, question));
    assert.ok(!answers(plan, { ...question, hypothesis: { text: 'Now I know.', metric: 'val_accuracy', expected: 'higher' } }));
    assert.ok(!answers(plan, { ...question, levels: [16, 8, 32] }));
    assert.ok(!answers(plan, { ...question, baseline: { ...defaultParameters, epochs: 3 } }));
    // What the parameter is in the baseline does not matter.
    assert.ok(answers(plan, { ...question, baseline: { ...defaultParameters, num_filters: 64 } }));
  });

  it('puts new runs in the place of those because of which a pair is refused', () => {
    const plan = planOf([8, 32], [0, 1], { threads: config.engine.threads });
    const runs = runsOf(plan, () => 0.98);
    const odd = compared(idOf(32, 1), { num_filters: 32, seed: 1, batch_size: 64 });
    const whole = settled(plan, among([...runs, odd]), { conditions, ids });
    const added = whole.runs.slice(plan.runs.length);
    assert.deepEqual(
      added.map(({ level, seed, replaces }) => ({ level, seed, replaces })),
      [{ level: 32, seed: 1, replaces: odd.id }],
    );
    assert.deepEqual(
      countedRuns(whole).map(({ id }) => id),
      [idOf(8, 0), idOf(32, 0), idOf(8, 1), added[0]!.id],
    );
    assert.equal(settled(plan, among(runs), { conditions, ids }), plan);
  });
});

describe('a comparison of chosen runs', () => {
  const rest = { hypothesis: null, author: null, now: new Date('2026-01-01T00:00:00Z'), id: '20260101-000000-plan' } as const;

  it('has their levels and seeds, all marked, and refuses what differs besides', () => {
    const runs = [
      compared(idOf(32, 0), { num_filters: 32 }),
      compared(idOf(8, 0), { num_filters: 8 }),
      compared(idOf(8, 1), { num_filters: 8, seed: 1, batch_size: 64 }),
      compared(idOf(32, 1), { num_filters: 32, seed: 1 }),
    ];
    assert.deepEqual(factorsAmong(runs), ['batch_size', 'num_filters']);
    const plan = parseValue(comparisonFile, comparisonOfRuns({ runs, factor: 'num_filters', ...rest }), 'the plan');
    assert.deepEqual([plan.levels, plan.seeds, plan.runs.every(({ late }) => late)], [[32, 8], [0, 1], true]);
    assert.deepEqual(
      pairsOf(plan, among(runs)).map(({ seed, state, reason }) => [seed, state, reason]),
      [
        [0, 'paired', null],
        [1, 'refused', 'not identified: also batch_size 128 → 64'],
      ],
    );
  });

  it('holds equal what some runs do not know as the others have it', () => {
    const runs = [
      importedRun(idOf(8, 0), { num_filters: 8, seed: 0 }),
      importedRun(idOf(32, 0), { num_filters: 32, seed: 0, learning_rate: 0.05 }),
    ];
    const plan = comparisonOfRuns({ runs, factor: 'num_filters', ...rest });
    assert.equal(plan.baseline.learning_rate, 0.05);
    assert.deepEqual(pairsOf(plan, among(runs))[0]!.identification.confounders, []);
  });

  it('says which run has no place in it', () => {
    const [one, other] = [compared(idOf(32, 0), {}), compared(idOf(8, 0), { seed: 1 })];
    assert.throws(
      () => comparisonOfRuns({ runs: [one, other], factor: 'num_filters', ...rest }),
      /All of these runs have one value of num_filters/,
    );
    const imported = importedRun(idOf(8, 0), { num_filters: 8 });
    const runs = [one, imported];
    assert.throws(
      () => comparisonOfRuns({ runs, factor: 'num_filters', ...rest }),
      /The seed is not known of \S+: a script has to have it/,
    );
  });
});
