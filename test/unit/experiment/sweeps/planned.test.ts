import assert from 'node:assert/strict';
import { sweepPlan, sweptParameters } from '../../../../src/contract/formats/sweepPlan';
import { parseValue } from '../../../../src/contract/formats/parse';
import type { SweepPlan } from '../../../../src/contract/sweeps';
import { baseOf, parametersOfRun, plannedSweepRuns } from '../../../../src/experiment/sweeps/plannedSweepRuns';
import { isSamePlan } from '../../../../src/experiment/sweeps/samePlan';
import { checkParameter } from '../../../../src/contract/parseParameters';

const planOf = (plan: object): SweepPlan => parseValue(sweepPlan, { schemaVersion: 1, ...plan }, 'plan');

const grid = planOf({ kind: 'grid', parameters: { num_filters: [8, 16, 32], activation_fun: ['relu', 'tanh'] }, seeds: 3 });
const drawn = (parameters: object, runs: number, more: object = {}): Record<string, number>[] =>
  plannedSweepRuns(planOf({ kind: 'random', parameters, runs, ...more })).map(({ values }) => values as Record<string, number>);

describe('the runs of a grid', () => {
  it('are every combination with every seed', () => {
    const runs = plannedSweepRuns(grid);
    assert.equal(runs.length, 18);
    assert.equal(new Set(runs.map(run => JSON.stringify(run))).size, 18);
    assert.deepEqual(
      runs.map(({ seed }) => seed),
      [...Array(6).fill(0), ...Array(6).fill(1), ...Array(6).fill(2)],
    );
    const { base } = planOf({ kind: 'grid', base: { epochs: 3 }, parameters: { num_filters: [8, 16] } });
    assert.deepEqual(parametersOfRun(baseOf({ ...grid, base }), runs[0]!), { ...baseOf(grid), epochs: 3, ...runs[0]!.values, seed: 0 });
  });

  it('have an order that is drawn anew within each seed, and the same on every machine', () => {
    const order = (plan: SweepPlan): string[] =>
      plannedSweepRuns(plan).map(({ values }) => `${values.num_filters} ${values.activation_fun}`);
    const orders = [0, 6, 12].map(begin =>
      order(grid)
        .slice(begin, begin + 6)
        .join(),
    );
    assert.equal(new Set(orders).size, 3);
    assert.deepEqual(order(grid).slice(0, 6), FIRST_ORDER);
    assert.notDeepEqual(order({ ...grid, seed: 1 }), order(grid));
  });

  it('do not depend on how the file is written', () => {
    const other = planOf({
      kind: 'grid',
      seeds: [0, 1, 2],
      parameters: { activation_fun: ['relu', 'tanh'], num_filters: [8, 16, 32] },
      name: 'Wide',
      hypothesis: 'More is better',
      base: { num_layers: 2 },
    });
    assert.deepEqual(plannedSweepRuns(other), plannedSweepRuns(grid));
    assert.ok(isSamePlan(other, grid));
    for (const change of [
      { seed: 1 },
      { seeds: 2 },
      { threads: 1 },
      { engine: 'wasm' },
      { base: { epochs: 2 } },
      { parameters: { num_filters: [8, 16, 32] } },
    ])
      assert.ok(!isSamePlan({ ...grid, ...change } as SweepPlan, grid), JSON.stringify(change));
  });

  it('are refused where a combination is no network, with the first and how many', () => {
    const plan = planOf({ kind: 'grid', parameters: { num_layers: [2, 4, 6], kernel_size: [3, 5] } });
    assert.throws(() => plannedSweepRuns(plan), {
      name: 'PlanError',
      message:
        /^parameters: 4 of 6 combinations are no network, the first num_layers 4 · kernel_size 3: num_layers = 4: .* Take the values out, or make two plans\.$/,
    });
  });
});

/** What this version draws; another order would train the runs of a plan that two computers share twice. */
const FIRST_ORDER = ['8 tanh', '8 relu', '16 tanh', '32 relu', '32 tanh', '16 relu'];

describe('the runs of a random plan', () => {
  it('are the same on every machine, and more of them begin with the same ones', () => {
    const ranges = { learning_rate: { min: 1e-4, max: 0.1 }, batch_size: { min: 16, max: 512 } };
    assert.deepEqual(drawn(ranges, 3), FIRST_DRAWN);
    assert.deepEqual(drawn(ranges, 40).slice(0, 3), FIRST_DRAWN);
    assert.notDeepEqual(drawn(ranges, 3, { seed: 1 }), FIRST_DRAWN);
  });

  it('draw a parameter alike whatever else is drawn', () => {
    const rate = { learning_rate: { min: 1e-4, max: 0.1 } };
    const rates = (parameters: object): unknown[] => drawn(parameters, 20).map(values => values['learning_rate']);
    assert.deepEqual(rates({ ...rate, dropout: { min: 0, max: 0.9 } }), rates(rate));
  });

  it('are different, within their ranges, and values that a parameter can have', () => {
    const parameters = {
      learning_rate: { min: 0.001, max: 0.0011 },
      dropout: { min: 0, max: 0.99999 },
      num_filters: { min: 1, max: 4 },
      optimizer: ['adam', 'sgd'],
    };
    const settings = drawn(parameters, 500);
    assert.equal(new Set(settings.map(values => JSON.stringify(values))).size, 500);
    for (const values of settings)
      for (const parameter of sweptParameters.filter(({ name }) => name in parameters)) {
        const value = checkParameter(parameter, values[parameter.name]);
        const range = parameters[parameter.name as keyof typeof parameters];
        if (typeof value === 'number' && 'min' in range) assert.ok(value >= range.min && value <= range.max, `${parameter.name} ${value}`);
      }
    assert.equal(drawn({ num_filters: { min: 1, max: 4 }, optimizer: ['adam', 'sgd', 'momentum'] }, 12).length, 12);
  });

  it('lie evenly on their scale, whole numbers without preference for any', () => {
    const counts = (parameters: object, name: string, bins: (value: number) => number): number[] => {
      const counted: number[] = [];
      // Beside it something of which there are so many values that settings hardly ever are alike.
      const other = { [name === 'learning_rate' ? 'weight_decay' : 'learning_rate']: { min: 1e-9, max: 10 } };
      for (const values of drawn({ ...parameters, ...other }, 9000)) {
        const bin = bins(values[name]!);
        counted[bin] = (counted[bin] ?? 0) + 1;
      }
      return counted;
    };
    // Four standard deviations of a share of 9,000.
    const near = (count: number | undefined, share: number): void =>
      assert.ok(Math.abs(count! / 9000 - share) < 4 * Math.sqrt((share * (1 - share)) / 9000), `${count} for ${share}`);
    for (const count of counts({ learning_rate: { min: 1e-4, max: 0.1 } }, 'learning_rate', value =>
      Math.min(2, Math.floor(Math.log10(value) + 4)),
    ))
      near(count, 1 / 3);
    for (const count of counts({ kernel_size: { min: 1, max: 5 } }, 'kernel_size', value => value - 1)) near(count, 1 / 5);
    const filters = counts({ num_filters: { min: 1, max: 4, scale: 'log' } }, 'num_filters', value => value - 1);
    for (const [i, count] of filters.entries()) near(count, Math.log((i + 1.5) / (i + 0.5)) / Math.log(9));
    for (const count of counts({ weight_decay: { min: 0, max: 3 } }, 'weight_decay', value => Math.min(2, Math.floor(value))))
      near(count, 1 / 3);
  }).timeout(20_000);

  it('pass over what is no network, and are refused where too few are left', () => {
    const layers = { num_layers: { min: 1, max: 6 }, kernel_size: { min: 3, max: 5 } };
    for (const { num_layers: blocks, kernel_size: size } of drawn(layers, 7))
      assert.ok(!(blocks! > 3 || (blocks === 3 && size === 5)), `${blocks} ${size}`);
    assert.throws(() => drawn(layers, 18), {
      name: 'PlanError',
      message: /^runs: 18 settings are asked for, and only \d+ different ones that are a network were found; /,
    });
  }).timeout(20_000);
});

const FIRST_DRAWN = [
  { batch_size: 126, learning_rate: 0.0001564 },
  { batch_size: 140, learning_rate: 0.0008064 },
  { batch_size: 444, learning_rate: 0.02788 },
];
