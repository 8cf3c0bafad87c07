import assert from 'node:assert/strict';
import { matrixCells } from '../../../../../src/report/matrixCells';
import { keyCells } from '../../../../../webview/dashboard/evaluation/matrixKeys';

describe("the key of a matrix's colours", () => {
  const matrix = [
    [90, 1, 4],
    [16, 95, 0],
    [9, 1, 100],
  ];
  const texts = (kind: 'right' | 'wrong', of = matrix): string[] => keyCells(matrixCells(of, 'counts'), kind).map(({ text }) => text);

  it('has the numbers of cells that are there, from the faintest colour to the strongest', () => {
    assert.deepEqual(texts('right'), ['90', '95', '100']);
    assert.deepEqual(texts('wrong'), ['1', '4', '16']);
  });

  it('has each number once, and none of a kind that does not occur', () => {
    const perfect = [
      [5, 0],
      [0, 5],
    ];
    assert.deepEqual([texts('right', perfect), texts('wrong', perfect)], [['5'], []]);
  });

  it('is in the units of the cells', () => {
    const [, , most] = keyCells(matrixCells(matrix, 'row'), 'wrong');
    assert.equal(most!.text, '14.41');
  });
});
