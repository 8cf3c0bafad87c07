import assert from 'node:assert/strict';
import { keyGroups, openAtFirst } from '../../../../src/experiment/recorded/keyGroups';
import { keysInBrief } from '../../../../src/experiment/recorded/keysInBrief';
import { MetricAxes } from '../../../../src/experiment/recorded/metricAxes';
import { RowStore } from '../../../../src/experiment/recorded/rowStore';
import { pointsOf, type CurveAxis } from '../../../../src/experiment/recorded/scalarPoints';
import { keysOf, longRows, row, type Row } from '../../runFolder/recording/writeRecorded';

describe('the rows that were logged', () => {
  const storeOf = (rows: readonly Row[]): RowStore => {
    const store = new RowStore();
    for (const one of rows) store.add(one);
    return store;
  };
  const curve = (store: RowStore, key: string, axis: CurveAxis): [number, number][] => {
    const { steps, values } = pointsOf(store, key, axis);
    return Array.from(steps, (step, i) => [step, values[i]!]);
  };

  it('give curves over their steps, and over the time since the run began', () => {
    const store = storeOf([row(0, { loss: 2, text: 'x' }), row(10, { acc: 0.5 }), row(20, { loss: 1, isBest: true })]);
    assert.deepEqual([...store.keys.keys()], ['loss', 'acc', 'isBest']);
    assert.deepEqual(curve(store, 'loss', { over: 'steps' }), [[0, 2], [20, 1]]); // prettier-ignore
    assert.deepEqual(curve(store, 'loss', { over: 'time' }), [[0, 2], [2000, 1]]); // prettier-ignore
    assert.deepEqual(curve(store, 'isBest', { over: 'steps' }), [[20, 1]]);
    assert.deepEqual(curve(store, 'nothing', { over: 'steps' }), []);
  });

  it('are counted where they have no step, and have no time where none is told', () => {
    const store = storeOf([{ a: 1 }, { a: 2, _step: 7 }, { a: 3 }]);
    assert.deepEqual(curve(store, 'a', { over: 'steps' }), [[0, 1], [7, 2], [8, 3]]); // prettier-ignore
    assert.deepEqual(curve(store, 'a', { over: 'time' }), []);
    const stamped = storeOf([
      { a: 1, _timestamp: 1000 },
      { a: 2, _timestamp: 1001.5 },
    ]);
    assert.deepEqual(curve(stamped, 'a', { over: 'time' }), [[0, 1], [1500, 2]]); // prettier-ignore
  });

  it('are drawn along the metric that was defined for them, where it was in the row or last before', () => {
    const store = storeOf([
      row(0, { 'val/acc': 0 }),
      row(1, { epoch: 1, 'val/acc': 0.5 }),
      row(2, { 'val/acc': 0.6 }),
      row(3, { epoch: 2 }),
      row(4, { 'val/acc': 0.7 }),
    ]);
    const axes = new MetricAxes([
      { name: 'val/*', step: 'epoch' },
      { name: 'hidden', hidden: true },
      { name: 'val/acc2', step: 'never' },
    ]);
    const axis = axes.axisOf('val/acc', 'steps', store);
    assert.deepEqual(axis, { over: 'key', key: 'epoch' });
    assert.deepEqual(curve(store, 'val/acc', axis), [[1, 0.5], [1, 0.6], [2, 0.7]]); // prettier-ignore
    assert.deepEqual(axes.axisOf('val/acc', 'time', store), { over: 'time' });
    assert.deepEqual(axes.axisOf('val/acc2', 'steps', store), { over: 'steps' }, 'what was never logged is no axis');
    assert.deepEqual(axes.axisOf('epoch', 'steps', store), { over: 'steps' });
    assert.deepEqual([axes.isHidden('hidden'), axes.isHidden('val/acc')], [true, false]);
  });

  it('stand in the order of their steps, also where a run went back', () => {
    const store = storeOf([row(0, { a: 1 }), row(5, { a: 2 }), row(3, { a: 3 }), row(5, { a: 4 })]);
    assert.deepEqual(curve(store, 'a', { over: 'steps' }), [[0, 1], [3, 3], [5, 2], [5, 4]]); // prettier-ignore
  });

  it('are told in brief with their last, least and greatest value', () => {
    const store = storeOf([row(0, { a: 3, b: 'NaN', hidden: 1 }), row(1, { a: -1, epoch: 1 }), row(2, { a: 'Infinity' })]);
    const axes = new MetricAxes([
      { name: 'a', step: 'epoch' },
      { name: 'hidden', hidden: true },
    ]);
    assert.deepEqual(keysInBrief(store, axes), [
      { key: 'a', count: 3, last: 'Infinity', min: -1, max: 3, step: 'epoch' },
      { key: 'b', count: 1, last: 'NaN', min: null, max: null },
      { key: 'epoch', count: 1, last: 1, min: 1, max: 1 },
    ]);
  });

  it('are kept up to a limit, which is said', () => {
    const store = new RowStore({ rows: 3, values: 5, keys: 2 });
    for (let i = 0; i < 10; i++) store.add(row(i, { a: i, b: i, c: i }));
    assert.equal(store.rows, 1);
    assert.deepEqual([...store.keys.keys()], ['a', 'b']);
    assert.equal(store.leftOut.length, 2);
    assert.match(store.leftOut[0]!, /first 1 rows are read: more than 3 rows or 5 values/);
    assert.match(store.leftOut[1]!, /first 2 metrics/);
  });

  it('of a long run take little memory', () => {
    const rows = longRows(10_000, 50);
    const before = process.memoryUsage().arrayBuffers;
    const store = storeOf(rows);
    const took = process.memoryUsage().arrayBuffers - before;
    assert.equal(store.rows, 10_000);
    // Twelve bytes a value, and up to as much again to grow into, and what growing has left behind.
    assert.ok(took < 40e6, `${took}`);
    assert.equal(pointsOf(store, keysOf(50)[7]!, { over: 'steps' }).values.length, 10_000);
  });
});

describe('the keys of a run', () => {
  const keys = keysOf(20).map(key => ({ key, count: 1, last: 1, min: 1, max: 1 }));

  it('stand in groups by what is before their first slash, those without it first', () => {
    const groups = keyGroups(keys, '');
    assert.deepEqual(
      groups.map(({ heading, keys: { length } }) => [heading, length]),
      [['Charts', 5], ['grad', 2], ['layer.10', 2], ['lr', 2], ['test', 2], ['time', 2], ['train', 2], ['val', 2], ['weights', 1]], // prettier-ignore
    );
    assert.deepEqual(groups[0]!.keys.map(({ key }) => key), ['loss', 'val_loss', 'accuracy', 'val_accuracy', 'epoch']); // prettier-ignore
  });

  it('stand in one order, however they came', () => {
    const came = ['epoch', 'val_accuracy', 'test_loss', 'momentum', 'accuracy', 'loss', 'train_loss', 'a2', 'a10'];
    const stand = (order: readonly string[]): string[] =>
      keyGroups(
        order.map(key => ({ key, count: 1, last: 1, min: 1, max: 1 })),
        '',
      )[0]!.keys.map(({ key }) => key);
    const expected = ['loss', 'test_loss', 'train_loss', 'accuracy', 'val_accuracy', 'a2', 'a10', 'epoch', 'momentum'];
    assert.deepEqual([stand(came), stand(came.toReversed())], [expected, expected]);
  });

  it('are found by all words that are searched', () => {
    const found = (search: string): string[] => keyGroups(keys, search).flatMap(group => group.keys.map(({ key }) => key));
    assert.deepEqual(found(' LOSS val '), ['val_loss']);
    assert.deepEqual(found('no such'), []);
    assert.equal(found('').length, keys.length);
  });

  it('are open up to some number of charts, and always some', () => {
    const many = Array.from({ length: 500 }, (_, i) => ({ key: `${i % 10}/k${i}`, count: 1, last: 1, min: 1, max: 1 }));
    assert.deepEqual([...openAtFirst(keyGroups(many, ''))], ['0']);
    assert.equal(openAtFirst(keyGroups(keys, '')).size, 9);
    const one = many.map(key => ({ ...key, key: `a/${key.key}` }));
    assert.deepEqual([...openAtFirst(keyGroups(one, ''))], ['a']);
  });
});
