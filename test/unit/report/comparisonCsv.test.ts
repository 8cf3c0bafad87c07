import assert from 'node:assert/strict';
import { metrics } from '../../../src/contract/metrics';
import { scatterOf } from '../../../src/experiment/comparison/scatter';
import { comparisonTable } from '../../../src/experiment/comparison/table';
import { comparisonCsv, scatterCsv } from '../../../src/report/comparisonCsv';
import { listed, summary } from '../experiment/listed';

const run = (n: number, valAccuracy: number, parameters: Parameters<typeof listed>[1]): ReturnType<typeof listed> =>
  listed({ id: `20260101-00000${n}-aaaa`, summary: { ...summary, best: { ...summary.best!, valAccuracy } } }, parameters);
const runs = [run(1, 0.5, {}), run(2, 0.75, { seed: 1 })];
const columns = ['seed', 'val_accuracy'];

describe('a comparison as CSV', () => {
  it('has the columns and rows that are shown, numbers in full, and the differences', () => {
    const table = comparisonTable(runs, { columns, baseline: runs[0]!.id, sort: { column: 'val_accuracy', descending: true } });
    assert.deepEqual(comparisonCsv(table).split('\r\n'), [
      'run,id,baseline,seed,val_accuracy,val_accuracy_difference',
      'seed 1,20260101-000002-aaaa,no,1,0.75,0.25',
      'seed 0,20260101-000001-aaaa,yes,0,0.5,',
      '',
    ]);
    assert.equal(comparisonCsv(comparisonTable(runs, { columns })).split('\r\n')[0], 'run,id,seed,val_accuracy');
  });

  it('has mean, standard deviation and N of groups', () => {
    const table = comparisonTable(runs, { columns, grouping: 'replicates' });
    assert.deepEqual(comparisonCsv(table).split('\r\n'), [
      'run,ids,seed,val_accuracy,val_accuracy_sd,val_accuracy_n',
      `defaults,20260101-000001-aaaa 20260101-000002-aaaa,"0, 1",0.625,${Math.sqrt(2 * 0.125 ** 2)},2`,
      '',
    ]);
  });

  it('has points of a scatter', () => {
    const scatter = scatterOf(runs, 'optimizer', metrics.val_accuracy);
    const names = { parameter: 'optimizer', metric: 'val_accuracy', labels: new Map([[runs[0]!.id, 'one']]) };
    assert.equal(
      scatterCsv(scatter, names),
      'run,id,optimizer,val_accuracy\r\none,20260101-000001-aaaa,adam,0.5\r\n20260101-000002-aaaa,20260101-000002-aaaa,adam,0.75\r\n',
    );
  });
});
