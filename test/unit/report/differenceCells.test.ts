import assert from 'node:assert/strict';
import { differenceMatrix } from '../../../src/evaluation/differenceMatrix';
import { differenceCells, signedImages } from '../../../src/report/differenceCells';
import { differenceCsv, differenceSvg } from '../../../src/report/differenceChart';
import { paperPalette } from '../../../src/report/palette';
import { largestChanges, wholeChange } from '../../../src/report/wholeChange';
import { changeInWords, wholeChangeInWords } from '../../../src/wording/differenceInWords';
import { elements, numberOf, ofClass, readSvg, textsOf } from './readSvg';

const truth = [0, 0, 0, 1, 1, 2, 2];
const before = [1, 1, 0, 1, 0, 2, 1];
const after = [0, 0, 1, 1, 2, 2, 1];
const classes = ['a', 'b', 'c'];
const cells = differenceCells(differenceMatrix(truth, [before], [after], 3));

describe('the cells of a difference matrix', () => {
  it('have what was won with a plus and what was lost with a minus, on the diagonal and beside it', () => {
    assert.deepEqual(
      cells.map(row => row.map(({ kind, text }) => `${kind} ${text}`)),
      [
        ['right +1', 'right +1', 'none '],
        ['right +1', 'none ', 'wrong −1'],
        ['none ', 'none ', 'none '],
      ],
    );
    const [[newlyRight, fixed]] = cells as [(typeof cells)[number], ...typeof cells];
    assert.deepEqual([newlyRight!.won, newlyRight!.lost, fixed!.won, fixed!.lost], [2, 1, 2, 1]);
  });

  it('say where as much was lost as won', () => {
    const [[, even]] = differenceCells({
      fewer: [
        [0, 2],
        [0, 0],
      ],
      more: [
        [0, 2],
        [0, 0],
      ],
    }) as [ReturnType<typeof differenceCells>[number]];
    assert.deepEqual([even!.kind, even!.text, even!.gain], ['even', '±2', 0]);
  });

  it('are blank where nothing changed', () => {
    const nothing = differenceCells(differenceMatrix(truth, [before], [before], 3));
    assert.ok(nothing.flat().every(({ kind, text, gain }) => kind === 'none' && text === '' && gain === 0));
    assert.equal(wholeChangeInWords(wholeChange(nothing, 7), String), 'Of 7 test images each is read as before: the matrix is zero.');
  });

  it('add up to what a change did in all, in words', () => {
    assert.equal(
      wholeChangeInWords(wholeChange(cells, 7), String),
      'Of 7 test images 2 are newly right and 1 no longer right: 3 confusions fixed, 2 caused.',
    );
    assert.deepEqual(changeInWords(cells[0]![1]!, ['a', 'b'], { isDiagonal: false }), {
      place: 'true a, read as b',
      what: '2 fixed, 1 caused',
    });
    assert.equal(changeInWords(cells[0]![0]!, ['a', 'a'], { isDiagonal: true }).what, '2 newly right, 1 no longer right');
    assert.equal(changeInWords(cells[2]![2]!, ['c', 'c'], { isDiagonal: true }).what, 'no change');
  });

  it('have the largest changes first', () => {
    assert.deepEqual(largestChanges(cells, 2), [
      { truth: 0, predicted: 1, won: 2, lost: 1, gain: 1 },
      { truth: 1, predicted: 0, won: 1, lost: 0, gain: 1 },
    ]);
    assert.deepEqual([signedImages(-2.44), signedImages(0), signedImages(0.01), signedImages(1234)], ['−2.4', '0', '+<0.1', '+1,234']);
  });

  it('are drawn in their places, and in numbers', () => {
    const svg = readSvg(differenceSvg({ cells, classes, title: 'Difference', description: 'What changed.', palette: paperPalette }));
    const drawn = ofClass(svg, 'cell');
    assert.deepEqual(
      drawn.map(cell => textsOf(cell)[0] ?? ''),
      cells.flat().map(({ text }) => text),
    );
    const width = numberOf(svg.documentElement!, 'width');
    for (const text of elements(svg, 'text')) assert.ok(numberOf(text, 'x') <= width);
    const lines = differenceCsv(cells, classes).trimEnd().split('\r\n');
    assert.equal(lines.length, 10);
    assert.deepEqual(lines.slice(1, 3), ['a,a,,,2,1,1', 'a,b,2,1,,,1']);
  });
});
