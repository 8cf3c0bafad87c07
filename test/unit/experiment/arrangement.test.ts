import assert from 'node:assert/strict';
import { noLabels, type RunLabels } from '../../../src/contract/labels';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import { arrange, defaultArrangement, readArrangement, sortInWords, sortKeys, type Arrangement } from '../../../src/experiment/arrangement';
import type { ListedRun } from '../../../src/experiment/listedRun';
import { runLabel } from '../../../src/experiment/runLabel';
import { trackingOf } from './listed';

const run = (n: number, parameters: Partial<Parameters> = {}, labels: Partial<RunLabels> = {}): ListedRun => ({
  id: `2026010${n}-030405-aaaa`,
  status: n % 2 === 0 ? 'completed' : 'interrupted',
  parameters: { ...defaultParameters, ...parameters },
  labels: { ...noLabels, ...labels },
  createdAt: `2026-01-0${n}T03:04:05.000Z`,
  summary: undefined,
});

describe('arrange', () => {
  const one = run(1, { num_filters: 64 }, { tags: ['a', 'b'] });
  const two = run(2, { num_filters: 8, seed: 3 }, { name: 'Run 10' });
  const three = run(3, {}, { name: 'run 9', pinned: true });
  const four = run(4, {}, { archived: true });
  const all = [one, two, three, four];
  const shown = (how: Partial<Arrangement>): string[] =>
    arrange(all, { ...defaultArrangement, ...how }).map(({ label, runs }) => `${label}:${runs.map(({ id }) => id[7]).join('')}`);

  it('has the newest first, below pinned ones, without archived ones', () => {
    assert.deepEqual(shown({}), [':321']);
    assert.deepEqual(shown({ showsArchived: true }), [':3421']);
    assert.deepEqual(shown({ sort: 'oldest' }), [':312']);
  });

  it('sorts names as a person counts', () => {
    assert.deepEqual(
      arrange([two, run(5, {}, { name: 'run 9' })], { ...defaultArrangement, sort: 'name' })[0]?.runs.map(({ labels }) => labels.name),
      ['run 9', 'Run 10'],
    );
  });

  it('sorts runs without a name by what they are called beside each other', () => {
    const base = { num_filters: 8, epochs: 3 };
    const runs = [
      run(1, { ...base, seed: 3 }),
      run(2, { ...base, learning_rate: 0.1 }),
      run(3, { ...base, activation_fun: 'tanh' }),
      run(4, base),
    ];
    assert.equal(
      arrange(runs, { ...defaultArrangement, sort: 'name' })[0]!
        .runs.map(({ id }) => id[7])
        .join(''),
      '4321',
    );
  });

  it('has what was not measured last', () => {
    const measured = { ...run(6), summary: { best: { valAccuracy: 0.5, valLoss: 2 }, durationMs: 5 } as ListedRun['summary'] };
    for (const sort of ['val_accuracy', 'val_loss', 'duration'] as const)
      assert.deepEqual(
        arrange([measured, run(7)], { ...defaultArrangement, sort })[0]?.runs.map(({ id }) => id[7]),
        ['6', '7'],
      );
  });

  it('groups; a run with two tags stands in both', () => {
    assert.deepEqual(shown({ group: 'tag' }), ['no tag:32', 'a:1', 'b:1']);
    const twice = arrange([run(1, {}, { tags: ['a', 'a'] })], { ...defaultArrangement, group: 'tag' });
    assert.deepEqual(
      twice.map(({ runs }) => runs.length),
      [1],
    );
    assert.deepEqual(shown({ group: 'num_filters' }), ['num_filters 8:2', 'num_filters 32:3', 'num_filters 64:1']);
    assert.deepEqual(shown({ group: 'day' }), ['2026-01-03:3', '2026-01-02:2', '2026-01-01:1']);
    assert.deepEqual(shown({ group: 'status' }), ['interrupted:31', 'completed:2']);
  });

  it('has groups of a number in its order, and what is not known last', () => {
    const rates = [0.5, 1e-4, 0.01].map((learning_rate, i) => run(i + 5, { learning_rate }));
    const imported: ListedRun = { ...run(8), parameters: {} };
    const groups = arrange([imported, ...rates], { ...defaultArrangement, group: 'learning_rate' });
    assert.deepEqual(
      groups.map(({ label }) => label.replace('learning_rate ', '')),
      ['0.0001', '0.01', '0.5', 'unknown'],
    );
  });

  it('filters by words that must all occur, and by exact values', () => {
    assert.deepEqual(shown({ filter: 'RUN' }), [':32']);
    assert.deepEqual(shown({ filter: 'run seed=3' }), [':2']);
    assert.deepEqual(shown({ filter: 'num_filters=8' }), [':2']);
    assert.deepEqual(shown({ filter: 'num_filters=6' }), [':']);
    assert.deepEqual(shown({ filter: ' ' }), [':321']);
  });

  it('filters by metrics, as the command line does', () => {
    const measured = { ...run(6), summary: { testAccuracy: 0.5 } as ListedRun['summary'] };
    const shownOf = (filter: string): string[] =>
      arrange([measured, run(7)], { ...defaultArrangement, filter })[0]!.runs.map(({ id }) => id[7]!);
    assert.deepEqual(shownOf('test_accuracy>40%'), ['6']);
    assert.deepEqual(shownOf('test_accuracy>90%'), []);
  });

  it('filters by how far a run is at W&B, which is known elsewhere', () => {
    const runs = arrange(all, { ...defaultArrangement, filter: 'wandb=synced' }, ({ id }) =>
      id === one.id ? trackingOf('synced') : undefined,
    );
    assert.deepEqual(
      runs[0]!.runs.map(({ id }) => id),
      [one.id],
    );
  });

  it('shows everything where a kept filter cannot be understood', () => assert.deepEqual(shown({ filter: 'lr=0.1' }), [':321']));

  it('reads what an older version kept', () => {
    assert.deepEqual(readArrangement(undefined), defaultArrangement);
    assert.equal(readArrangement({ sort: 'accuracy' as never }).sort, 'val_accuracy');
    assert.equal(readArrangement({ sort: 'loss' as never }).sort, 'val_loss');
    assert.equal(readArrangement({ sort: 'test_accuracy' }).sort, 'val_accuracy');
    assert.equal(readArrangement({ sort: 'size' as never }).sort, 'newest');
    const kept: Arrangement = { sort: 'duration', group: 'seed', filter: 'tanh', showsArchived: true };
    assert.deepEqual(readArrangement(kept), kept);
  });

  it('says by what runs can be sorted: nothing that the test images say', () => {
    assert.deepEqual(sortKeys.map(sortInWords), [
      'Newest first',
      'Oldest first',
      'Validation loss, best first',
      'Validation accuracy, best first',
      'Duration, shortest first',
      'Name',
    ]);
  });

  it('calls a run by its name, else by what differs', () => {
    assert.equal(runLabel(two), 'Run 10');
    assert.equal(runLabel(one), 'num_filters 64');
    assert.equal(runLabel(run(1)), 'defaults');
  });
});
