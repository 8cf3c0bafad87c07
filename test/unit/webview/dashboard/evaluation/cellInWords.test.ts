import assert from 'node:assert/strict';
import { cellInWords } from '../../../../../webview/dashboard/evaluation/cellInWords';

describe('a cell of the confusion matrix in words', () => {
  const matrix = [
    [973, 9, 0],
    [1, 19, 0],
    [0, 0, 0],
  ];
  const classes = ['four', 'nine', 'none'];

  it('says where it is, how many images, and their share of the row and of the column', () => {
    assert.deepEqual(cellInWords(matrix, classes, [0, 1]), {
      place: 'true four, predicted nine',
      size: '9 images, 0.92 % of all fours',
      ofColumn: '32.14 % of what was read as nine',
    });
  });

  it('has one image in the singular', () => {
    assert.equal(cellInWords(matrix, classes, [1, 0]).size, '1 image, 5.00 % of all nines');
  });

  it('has no shares of nothing', () => {
    for (const place of [
      [0, 2],
      [2, 0],
      [2, 2],
    ] as const)
      // prettier-ignore
      assert.deepEqual({ ...cellInWords(matrix, classes, place), place: '' }, { place: '', size: 'no images', ofColumn: '' });
  });
});
