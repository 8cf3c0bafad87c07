import assert from 'node:assert/strict';
import type { RunSummary } from '../../../../src/contract/summary';
import { comparisonColumns } from '../../../../src/experiment/comparison/columns';
import { comparisonTable, type ComparisonOptions, type GroupRow, type RunRow } from '../../../../src/experiment/comparison/table';
import type { ListedRun } from '../../../../src/experiment/listedRun';
import { listed, summary } from '../listed';

/** A run of that accuracy on the validation images, and of 1 % less on the test images. */
function run(
  n: number,
  parameters: Parameters<typeof listed>[1] = {},
  accuracy: number | null = 0.9,
  more: Parameters<typeof listed>[0] = {},
): ListedRun {
  const best: RunSummary['best'] = accuracy === null ? null : { ...summary.best!, valAccuracy: accuracy, valLoss: 1 - accuracy };
  return listed(
    {
      id: `20260101-00000${n}-aaaa`,
      summary: { ...summary, best, final: best, testAccuracy: accuracy === null ? null : accuracy - 0.01 },
      ...more,
    },
    parameters,
  );
}

const labelsOf = (runs: readonly ListedRun[], options: ComparisonOptions): string[] =>
  comparisonTable(runs, options).rows.map(({ label }) => label);

function cellOf(row: RunRow | GroupRow | undefined, name: string): RunRow['cells'][number] {
  const cell = row?.cells.find(({ column }) => column === name);
  assert.ok(cell, name);
  return cell;
}

describe('the table of a comparison', () => {
  const defaults = run(1, {}, 0.98);
  const wide = run(2, { num_filters: 64 }, 0.99);
  const slow = run(3, { learning_rate: 0.0001 }, 0.95);
  const runs = [defaults, wide, slow];

  it('has the parameters that vary and what was reached as its columns', () => {
    const names = ['num_filters', 'learning_rate', 'val_accuracy', 'val_loss', 'test_accuracy', 'test_loss', 'duration'];
    assert.deepEqual(
      comparisonColumns(runs).map(({ name }) => name),
      names,
    );
    assert.deepEqual(
      comparisonTable(runs).columns.map(({ name }) => name),
      names,
    );
    assert.deepEqual(
      comparisonTable(runs, { columns: ['duration', 'no such', 'status'] }).columns.map(({ name }) => name),
      ['duration', 'status'],
    );
  });

  it('says how each metric differs from that of the baseline, and whether it is better', () => {
    const { rows } = comparisonTable(runs, { baseline: defaults.id });
    const differences = (name: string): unknown[] => rows.map(row => cellOf(row, name).difference);
    assert.deepEqual(differences('val_accuracy'), [
      null,
      { value: 0.99 - 0.98, better: true, text: '+1.00' },
      { value: 0.95 - 0.98, better: false, text: '−3.00' },
    ]);
    // A lower loss is better.
    assert.deepEqual(
      differences('val_loss').map(one => (one as { better: boolean } | null)?.better),
      [undefined, true, false],
    );
    assert.deepEqual(differences('duration')[1], { value: 0, better: null, text: '0 ms' });
    assert.deepEqual(
      rows.map(({ isBaseline }) => isBaseline),
      [true, false, false],
    );
  });

  it('marks the parameters that are other than those of the baseline', () => {
    const { rows } = comparisonTable(runs, { baseline: defaults.id });
    assert.deepEqual(
      rows.map(row => [cellOf(row, 'num_filters').differs, cellOf(row, 'learning_rate').differs]),
      [
        [false, false],
        [true, false],
        [false, true],
      ],
    );
  });

  it('compares no accuracies on different data', () => {
    const letters = run(4, { dataset: '/data/letters' }, 0.5);
    const { rows } = comparisonTable([defaults, letters], { baseline: defaults.id });
    assert.equal(cellOf(rows[1], 'val_accuracy').difference, null);
    assert.notEqual(cellOf(rows[1], 'duration').difference, null);
  });

  it('is filtered in the one language of filters, whose words do not change what runs are called', () => {
    assert.deepEqual(labelsOf(runs, { filter: 'val_accuracy>97%' }), ['defaults', 'num_filters 64']);
    assert.deepEqual(labelsOf(runs, { filter: 'num_filters=64' }), ['num_filters 64']);
    assert.equal(comparisonTable(runs, { filter: 'no_such_column=1' }).shown, 3);
    // The baseline counts although it is not shown.
    const [only] = comparisonTable(runs, { filter: 'num_filters=64', baseline: defaults.id }).rows;
    assert.equal(cellOf(only, 'val_accuracy').difference?.text, '+1.00');
  });

  it('is sorted by any column, what is missing last either way', () => {
    const without = run(4, { dropout: 0.1 }, null);
    const all = [without, ...runs];
    const by = (column: string, descending: boolean): string[] => labelsOf(all, { sort: { column, descending } });
    assert.deepEqual(by('val_accuracy', false), ['learning_rate 0.0001', 'defaults', 'num_filters 64', 'dropout 0.1']);
    assert.deepEqual(by('val_accuracy', true), ['num_filters 64', 'defaults', 'learning_rate 0.0001', 'dropout 0.1']);
    assert.deepEqual(by('name', false), ['defaults', 'dropout 0.1', 'learning_rate 0.0001', 'num_filters 64']);
  });
});

describe('groups of runs', () => {
  const seeds = [0, 1, 2];
  const narrow = seeds.map(seed => run(seed + 1, { seed }, [0.97, 0.98, 0.99][seed]));
  const wide = seeds.map(seed => run(seed + 4, { seed, num_filters: 64 }, [0.98, 0.985, 0.993][seed]));
  const runs = [...narrow, ...wide];
  const groupsOf = (options: ComparisonOptions): GroupRow[] =>
    comparisonTable(runs, options).rows.flatMap(row => (row.kind === 'group' ? [row] : []));

  it('over the seeds have the mean, the standard deviation of the sample and N', () => {
    const [first, second] = groupsOf({ grouping: 'replicates', baseline: narrow[1]!.id });
    assert.deepEqual([first!.label, second!.label], ['num_filters 32', 'num_filters 64']);
    assert.deepEqual([first!.isBaseline, second!.isBaseline], [true, false]);
    const { spread, text, difference } = cellOf(second, 'val_accuracy');
    const mean = (0.98 + 0.985 + 0.993) / 3;
    const deviation = Math.sqrt(((0.98 - mean) ** 2 + (0.985 - mean) ** 2 + (0.993 - mean) ** 2) / 2);
    assert.equal(spread!.count, 3);
    assert.ok(Math.abs(spread!.mean - mean) < 1e-15 && Math.abs(spread!.deviation! - deviation) < 1e-15);
    assert.equal(text, '98.60 ± 0.66 % (N 3)');
    assert.ok(Math.abs(difference!.value - (mean - 0.98)) < 1e-15);
    assert.equal(difference!.better, true);
    assert.equal(cellOf(first, 'val_accuracy').difference, null);
    assert.deepEqual([cellOf(second, 'num_filters').text, cellOf(second, 'num_filters').differs], ['64', true]);
  });

  it('are called as they are without a filter', () => {
    const names = (filter: string): string[] => groupsOf({ grouping: 'replicates', filter }).map(({ label }) => label);
    assert.deepEqual(names('num_filters=64'), ['num_filters 64']);
    assert.deepEqual(names('num_filters<64 seed=1'), ['num_filters 32']);
  });

  it('count a run and its reproduction as one value', () => {
    const again = run(7, { seed: 0 }, 0.97);
    const [first] = comparisonTable([...narrow, again], { grouping: 'replicates' }).rows;
    const { spread } = cellOf(first, 'val_accuracy');
    assert.equal(spread!.count, 3);
    assert.ok(Math.abs(spread!.mean - 0.98) < 1e-15);
  });

  it('leave out what failed, and have no mean over several data sets', () => {
    const failed = run(7, { seed: 3 }, 0.1, { status: 'failed' });
    const [first] = comparisonTable([...narrow, failed], { grouping: 'replicates' }).rows;
    assert.equal(cellOf(first, 'val_accuracy').spread!.count, 3);
    assert.ok(first?.kind === 'group' && first.rows.length === 4);
    const mixed = [run(1, {}, 0.9), run(2, { dataset: '/data/letters' }, 0.5)];
    const [both] = comparisonTable(mixed, { grouping: 'num_filters' }).rows;
    assert.deepEqual([cellOf(both, 'val_accuracy').spread, cellOf(both, 'val_accuracy').value], [null, null]);
  });

  it('of a number are in its order, and are sorted by their means', () => {
    const shuffled = [...wide, ...narrow];
    const labels = (options: ComparisonOptions): string[] => labelsOf(shuffled, { grouping: 'num_filters', ...options });
    assert.deepEqual(labels({}), ['num_filters 32', 'num_filters 64']);
    assert.deepEqual(labels({ sort: { column: 'val_accuracy', descending: true } }), ['num_filters 64', 'num_filters 32']);
  });

  it('of runs whose parameters are not known have one run each', () => {
    const unknown = [1, 2].map(n => ({ ...run(n), parameters: {} }));
    assert.equal(comparisonTable(unknown, { grouping: 'replicates' }).rows.length, 2);
  });
});
