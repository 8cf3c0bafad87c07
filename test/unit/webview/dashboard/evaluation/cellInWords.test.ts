import assert from 'node:assert/strict';
import { cellsInWords } from '../../../../../webview/dashboard/evaluation/cellInWords';

describe('a cell of the confusion matrix in words', () => {
  const matrix = [
    [973, 9, 0],
    [1, 19, 0],
    [0, 0, 0],
  ];
  const classes = ['4', '9', 'Ankle boot'];

  it('says where it is, how many images, and their share of the row and of the column', () => {
    assert.deepEqual(cellsInWords(matrix, classes)([0, 1]), {
      place: 'true 4, predicted 9',
      size: '9 images, 0.92 % of all 4s',
      ofColumn: '32.14 % of what was read as 9',
    });
  });

  it('has one image in the singular', () => {
    assert.equal(cellsInWords(matrix, classes)([1, 0]).size, '1 image, 5.00 % of all 9s');
  });

  it('calls a class by its name', () => {
    const { place, size } = cellsInWords([[0, 0, 0], [0, 0, 0], [0, 3, 1]], classes)([2, 1]); // prettier-ignore
    assert.deepEqual([place, size], ['true Ankle boot, predicted 9', '3 images, 75.00 % of all “Ankle boot”']);
  });

  it('has no shares of nothing', () => {
    for (const place of [
      [0, 2],
      [2, 0],
      [2, 2],
    ] as const)
      // prettier-ignore
      assert.deepEqual({ ...cellsInWords(matrix, classes)(place), place: '' }, { place: '', size: 'no images', ofColumn: '' });
  });
});
