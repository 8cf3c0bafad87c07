import assert from 'node:assert/strict';
import { parseValue } from '../../../../src/contract/formats/parse';
import { sweepFile } from '../../../../src/contract/formats/sweepFile';
import type { Sweep } from '../../../../src/contract/sweeps';
import { isFaithful } from '../../../../src/experiment/sweeps/isFaithful';
import { bestInWords, countsInWords, remarksOn, shareRows, sharesNote } from '../../../../src/experiment/sweeps/sweepInWords';
import { sweepResults } from '../../../../src/experiment/sweeps/sweepResults';
import { omegaSquared } from '../../../../src/statistics/omegaSquared';
import { sweepReport } from '../../../../src/report/written/sweepReport';
import { assertClose } from '../../evaluation/fixtures';
import { DIVERGED, endedRun, endedRuns, ids, sweepOf } from './sweeps';

const gridPlan = { kind: 'grid', parameters: { num_filters: [8, 16, 32], activation_fun: ['relu', 'tanh'] }, seeds: 2 };
const grid = sweepOf(gridPlan);

/** More filters do better, tanh does worse, and a seed moves it. */
const accuracyOf = ({ values, seed }: (typeof grid.runs)[number]): number =>
  0.9 + values.num_filters! / 1000 - (values.activation_fun === 'tanh' ? 0.01 : 0) + seed * 0.001 * (values.num_filters === 16 ? -1 : 1);

describe('a new sweep', () => {
  it('is a file that reads as itself, with ids and parameters in order', () => {
    assert.deepEqual(parseValue(sweepFile, JSON.parse(JSON.stringify(grid)), 'sweep.json'), grid);
    assert.deepEqual([grid.id, ...grid.runs.map(({ id }) => id)], ids(13));
    assert.deepEqual([grid.engine, grid.threads], ['onnx', 2]);
  });

  it('takes the runs that are there and were trained as one would be now, finished or diverged', () => {
    const existing = [endedRun(grid, 3, 0.95), endedRun(grid, 5, DIVERGED), endedRun(grid, 7, 'The disk is full.')];
    const other = endedRun(grid, 9, 0.95);
    const elsewhere = { ...other, config: { ...other.config, engine: { name: 'wasm', version: '1', threads: 2 } } } as typeof other;
    const again = sweepOf(gridPlan, [...existing, elsewhere]);
    assert.deepEqual(
      again.runs.flatMap(({ id, reused }, i) => (reused ? [[i, id]] : [])),
      [
        [3, grid.runs[3]!.id],
        [5, grid.runs[5]!.id],
      ],
    );
  });
});

describe('a sweep in a file of someone else', () => {
  it('is that of its plan only where its runs are', () => {
    assert.ok(isFaithful(grid));
    assert.ok(isFaithful(sweepOf({ kind: 'random', parameters: { dropout: { min: 0, max: 0.9 } }, runs: 3 })));
    const [first, ...others] = grid.runs;
    const withFirst = (change: object): Sweep => ({ ...grid, runs: [{ ...first!, ...change }, ...others] });
    for (const other of [
      { ...grid, base: { ...grid.base, dataset: '//elsewhere/data' } },
      withFirst({ values: { ...first!.values, dataset: '//elsewhere/data' } }),
      withFirst({ values: { num_filters: 8 } }),
      withFirst({ values: { ...first!.values, num_filters: 9 } }),
      withFirst({ seed: 9 }),
    ])
      assert.ok(!isFaithful(other));
  });
});

describe('the ranking of a sweep', () => {
  it('goes by the mean validation accuracy of the kept epoch over the seeds, with its spread', () => {
    const { ranking } = sweepResults(grid, endedRuns(grid, accuracyOf));
    const [first, second] = ranking.settings;
    assert.deepEqual([first!.rank, first!.values, first!.n], [1, { num_filters: 32, activation_fun: 'relu' }, 2]);
    assertClose(first!.mean, 0.9325, 'mean');
    assertClose(first!.deviation, 0.001 / Math.SQRT2, 'deviation');
    assert.deepEqual(second!.values, { num_filters: 32, activation_fun: 'tanh' });
    assert.deepEqual(
      ranking.settings.map(({ rank }) => rank),
      [1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual([ranking.ranked, ranking.counts.done], [6, 12]);
  });

  it('gives equal settings equal ranks, and none to one of which a run diverged or failed, which are counted', () => {
    const isBest = ({ values }: (typeof grid.runs)[number]): boolean => values.num_filters === 32 && values.activation_fun === 'relu';
    const results = sweepResults(
      grid,
      endedRuns(grid, run =>
        isBest(run) && run.seed === 1 ? DIVERGED : run.values.num_filters === 8 ? (run.seed === 0 ? 'The disk is full.' : undefined) : 0.9,
      ),
    );
    const { ranking } = results;
    assert.deepEqual(
      ranking.settings.map(({ rank }) => rank),
      [1, 1, 1, null, null, null],
    );
    assert.equal(countsInWords(ranking), '12 runs: 7 done, 1 diverged, 2 failed, 2 not at the end');
    assert.equal(remarksOn(ranking.settings[3]!), '1 of 2 seeds, 1 diverged');
    assert.match(bestInWords(results)[0]!, /^One of 3 equally good settings, the best of 3 by validation accuracy: /);
    assert.match(sharesNote(results), /; 5 of 12 have none\.$/);
  });

  it('says that the best of several is optimistic, and by how much luck alone would make it so', () => {
    const [best, optimistic, advice] = bestInWords(sweepResults(grid, endedRuns(grid, accuracyOf)));
    assert.equal(best, 'The best of 6 settings by validation accuracy: num_filters 32 · activation_fun relu, 93.25 % ± 0.07 over 2 seeds.');
    // 0.0707 points over √2 seeds, times the expected largest of 6 normal variables, which is 1.267 exactly and 1.282 by Blom.
    assert.match(
      optimistic!,
      /largest of 6 means .* winner's curse.* luck alone would put the best about 0\.06 points above their mean\.$/,
    );
    assert.match(advice!, /digits effect/);
    const single = sweepOf({ ...gridPlan, seeds: 1 });
    const sentences = bestInWords(sweepResults(single, endedRuns(single, accuracyOf)));
    assert.match(sentences[1]!, /likely to come out lower\.$/);
    assert.match(sentences[2]!, /^With one seed nothing tells a better setting from a luckier one/);
    assert.deepEqual(bestInWords(sweepResults(grid, () => undefined)), []);
  });

  it('counts no run that is another one than was planned, and none without validation images', () => {
    const find = endedRuns(grid, (run, i) => (i === 0 ? null : accuracyOf(run)));
    const results = sweepResults(grid, id => {
      const run = find(id);
      return run && id === grid.runs[1]!.id
        ? { ...run, config: { ...run.config, parameters: { ...run.config.parameters, epochs: 99 } } as typeof run.config }
        : run;
    });
    assert.equal(countsInWords(results.ranking), '12 runs: 10 done, 1 other than planned, 1 without validation images');
    assert.equal(
      countsInWords({ counts: { done: 1234, diverged: 0, failed: 0, waiting: 8766, other: 0, unmeasured: 0 } }),
      '10,000 runs: 1,234 done, 8,766 not at the end',
    );
    const none = sweepResults(
      grid,
      endedRuns(grid, () => null),
    );
    assert.match(bestInWords(none).join(), /^Nothing can be ranked: the runs have no validation images/);
  });
});

describe('the shares in the variance', () => {
  it('of a whole grid are ω² of its parameters and the seed, with the residual', () => {
    const { shares } = sweepResults(grid, endedRuns(grid, accuracyOf));
    assert.equal(shares.kind, 'grid');
    const expected = omegaSquared(
      grid.runs.map(run => ({
        levels: [String(run.values.num_filters), run.values.activation_fun!, String(run.seed)],
        outcome: accuracyOf(run),
      })),
    );
    assert.deepEqual(
      shares.shares.map(({ name }) => name),
      ['num_filters', 'activation_fun', 'seed'],
    );
    for (const [i, { share, df, f }] of shares.shares.entries()) {
      assertClose(share, expected.factors[i]!.omegaSquared, 'ω²');
      assert.deepEqual([df, f], [expected.factors[i]!.df, expected.factors[i]!.f]);
    }
    const sum = shares.shares.reduce((all, { share }) => all + share, shares.residual.share);
    assertClose(sum, 1, 'sum');
    assert.deepEqual(
      shareRows(shares).map(({ name }) => name),
      ['num_filters', 'activation_fun', 'seed', 'residual'],
    );
  });

  it('of a grid need a result of every run, and something for the residual', () => {
    const reasonOf = (plan: object, outcomeOf: Parameters<typeof endedRuns>[1]): string => {
      const sweep = sweepOf(plan);
      const { shares } = sweepResults(sweep, endedRuns(sweep, outcomeOf));
      assert.ok(shares.kind === 'none');
      return shares.reason;
    };
    assert.match(
      reasonOf(gridPlan, (run, i) => (i === 4 ? undefined : accuracyOf(run))),
      /1 of 12 have none/,
    );
    assert.match(
      reasonOf({ kind: 'grid', parameters: { num_filters: [8, 16] } }, accuracyOf),
      /leaves nothing for the residual: plan more seeds/,
    );
    assert.match(
      reasonOf(gridPlan, () => 0.5),
      /no variance/,
    );
  });

  it('of a random sweep are correlation ratios of 20 settings or more, and associations', () => {
    const plan = {
      kind: 'random',
      parameters: { learning_rate: { min: 1e-4, max: 0.1 }, optimizer: ['adam', 'sgd'], padding: ['same'] },
      runs: 30,
    };
    const random = sweepOf(plan);
    const outcomeOf = ({ values }: (typeof random.runs)[number]): number => 0.9 - 0.02 * Math.abs(Math.log10(values.learning_rate!) + 3);
    const results = sweepResults(random, endedRuns(random, outcomeOf));
    const { shares } = results;
    assert.ok(shares.kind === 'random');
    assert.deepEqual(
      shares.shares.map(({ name, groups }) => [name, groups]),
      [
        ['optimizer', 2],
        ['learning_rate', 6],
      ],
    );
    const [optimizer, rate] = shares.shares;
    assert.ok(rate!.share > 0.6 && rate!.p < 0.01 && rate!.share > rate!.chance.high, JSON.stringify(rate));
    assert.ok(optimizer!.p > 0.05, JSON.stringify(optimizer));
    assert.match(sharesNote(results), /^These are associations/);
    const few = sweepResults(
      random,
      endedRuns(random, (run, i) => (i < 19 ? outcomeOf(run) : undefined)),
    );
    assert.deepEqual(few.shares, {
      kind: 'none',
      reason: 'Shares need 20 settings with a result, since those of fewer mean nothing; there are 19.',
    });
  });

  it('are associations where the runs differ in something else too', () => {
    const find = endedRuns(grid, accuracyOf);
    const results = sweepResults(grid, id => {
      const run = find(id)!;
      return id === grid.runs[0]!.id
        ? { ...run, config: { ...run.config, dataset: { ...run.config.dataset, sha256: '1'.repeat(64) } } as typeof run.config }
        : run;
    });
    assert.deepEqual(results.mixed, ['data']);
    assert.match(sharesNote(results), /The runs also differ in data: what that did is in the shares too, so that they are associations\.$/);
  });
});

describe('the report of a sweep', () => {
  it('has the hypothesis, the best with its caution, the settings, the shares, and how they are computed', () => {
    const sweep = sweepOf({ ...gridPlan, name: 'Wide <b>', hypothesis: 'More filters help.' });
    const report = sweepReport(sweepResults(sweep, endedRuns(sweep, accuracyOf)));
    for (const part of [
      '# Wide &#60;b&#62;',
      '> More filters help',
      "winner's curse",
      '| Rank | num\\_filters'.replace('\\', ''),
      '| 1 | 32 | relu | 93.25 % ± 0.07 | 2 of 2 |',
      '| residual |',
      'Hays, Statistics, 1963',
    ])
      assert.ok(report.includes(part) || report.replaceAll(/&#\d+;|\u2060/g, '').includes(part), `${part}\n${report}`);
    assert.ok(!report.includes('<b>'));
  });
});
