import assert from 'node:assert/strict';
import { batchesOf, mlflowName, mlflowNames, mlflowNumber, paramValue, tagValue } from '../../../../src/tracking/mlflow/limits';

describe('what MLflow takes', () => {
  it('are names of letters, digits and some marks, in parts that are no . or ..', () => {
    for (const name of ['val_loss', 'batch/loss', 'a b.c-d']) assert.equal(mlflowName(name), name);
    assert.equal(mlflowName('top@1'), 'top_1');
    assert.equal(mlflowName('träin:x'), 'tr_in_x');
    assert.equal(mlflowName('/a/../b//./c/'), '_/a/_/b/_/_/c/_');
    assert.equal(mlflowName(''), '_');
    assert.equal(mlflowName('x'.repeat(300)).length, 250);
    assert.ok(!mlflowName(`${'x'.repeat(249)}/y`).endsWith('/'));
  });

  it('tells names apart that would become the same', () => {
    const names = mlflowNames(['top@1', 'top#1', 'top_1', 'x'.repeat(260), 'x'.repeat(270)]);
    assert.deepEqual([...names.values()].slice(0, 3), ['top_1', 'top_1_2', 'top_1_3']);
    assert.equal(new Set(names.values()).size, 5);
    for (const name of names.values()) assert.ok(name.length <= 250);
  });

  it('are numbers, and texts for those that JSON does not know', () => {
    assert.deepEqual([0.5, NaN, Infinity, -Infinity].map(mlflowNumber), [0.5, 'NaN', 'Infinity', '-Infinity']);
  });

  it('are values of a length that older servers take, cut between characters', () => {
    assert.equal(paramValue(0.001), '0.001');
    assert.equal(paramValue('x'.repeat(500)), 'x'.repeat(500));
    assert.equal(paramValue('x'.repeat(501)), `${'x'.repeat(499)}…`);
    assert.equal(tagValue(`${'x'.repeat(4998)}😀😀`), `${'x'.repeat(4998)}…`);
  });

  it('are batches that are not too large, with everything in them once', () => {
    const texts = (count: number): { key: string; value: string }[] =>
      Array.from({ length: count }, (_, i) => ({ key: `k${i}`, value: 'v' }));
    const metrics = Array.from({ length: 2001 }, (_, step) => ({ key: 'loss', value: 1, timestamp: 0, step }));
    const logged = { metrics, params: texts(101), tags: texts(5) };
    const batches = [...batchesOf(logged)];
    assert.deepEqual(
      batches.map(batch => [batch.params.length, batch.tags.length, batch.metrics.length]),
      [
        [100, 5, 0],
        [1, 0, 0],
        [0, 0, 1000],
        [0, 0, 1000],
        [0, 0, 1],
      ],
    );
    assert.deepEqual(
      batches.flatMap(batch => batch.metrics),
      metrics,
    );
    assert.deepEqual([...batchesOf({ metrics: [], params: [], tags: [] })], []);
  });
});
