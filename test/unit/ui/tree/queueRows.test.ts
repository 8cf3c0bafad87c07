import assert from 'node:assert/strict';
import { defaultParameters } from '../../../../src/contract/parameters';
import type { FailedRun } from '../../../../src/runs/queueState';
import type { WaitingRun } from '../../../../src/runs/waitingRuns';
import { chosenRuns, queueRows, rowBeside, runsOfRow, type QueueRow } from '../../../../src/ui/tree/queueRows';

const runOf = (id: string, design?: string, queueFile = 'queue.json'): WaitingRun => ({
  id,
  parameters: defaultParameters,
  labels: {},
  parent: null,
  threads: null,
  engine: null,
  addedAt: '',
  ...(design !== undefined && { design }),
  isAsked: true,
  queueFile,
});
const shapeOf = (row: QueueRow): string => `${row.kind === 'design' ? `${row.key}: ` : ''}${runsOfRow(row).join(' ')}`;
const shapes = (rows: readonly QueueRow[]): string[] => rows.map(shapeOf);

describe('the rows of the view Queue', () => {
  const waiting = [runOf('a'), runOf('b', 'x'), runOf('c', 'x'), runOf('d', 'y'), runOf('e'), runOf('f', 'x')];

  it('are the runs in their order, those of a design that follow each other under one heading', () => {
    assert.deepEqual(shapes(queueRows(waiting, [])), ['a', '1 x: b c', '1 y: d', 'e', '2 x: f']);
  });

  it('keep the runs of two folders apart', () => {
    assert.deepEqual(shapes(queueRows([runOf('a', 'x', 'one'), runOf('b', 'x', 'two')], [])), ['1 x: a', '2 x: b']);
  });

  it('end with what has failed', () => {
    const failed: FailedRun = { ...runOf('g'), reason: 'The disk is full.', mayRetry: true };
    assert.deepEqual(queueRows([], [failed]), [{ kind: 'failures', runIds: ['g'] }]);
  });

  it('have each a neighbour, but for the ends', () => {
    const rows = queueRows(waiting, []);
    const beside = (ids: readonly string[], step: -1 | 1): string | undefined => {
      const row = rowBeside(rows, ids, step);
      return row && shapeOf(row);
    };
    assert.equal(beside(['b', 'c'], -1), 'a');
    assert.equal(beside(['b', 'c'], 1), '1 y: d');
    assert.equal(beside(['a'], -1), undefined);
    assert.equal(beside(['f'], 1), undefined);
    assert.equal(beside(['unknown'], 1), undefined);
  });

  it('are chosen by a click, with all that are selected if it is among them', () => {
    const [a, x] = queueRows(waiting, []);
    assert.deepEqual(chosenRuns(a, undefined), ['a']);
    assert.deepEqual(chosenRuns(x, [a, x]), ['a', 'b', 'c']);
    assert.deepEqual(chosenRuns('e', [a, x]), ['e']);
    assert.deepEqual(chosenRuns(undefined, [x]), ['b', 'c']);
    assert.deepEqual(chosenRuns({ runIds: [7, 'a'] }, undefined), ['a']);
  });
});
