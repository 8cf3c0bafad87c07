import assert from 'node:assert/strict';
import { confusionMatrixSvg } from '../../../src/report/confusionMatrixChart';
import { NAME_SIZE } from '../../../src/report/matrixDrawing';
import { HEAT_MAP_FROM, heatMapScale } from '../../../src/report/matrixScale';
import { paperPalette } from '../../../src/report/palette';
import { textWidth } from '../../../src/report/svg';
import { elements, numberOf, ofClass, readSvg, textsOf } from './readSvg';

type SvgElement = ReturnType<typeof elements>[number];

const numbers = (count: number): string[] => Array.from({ length: count }, (_, of) => String(of));
const matrixOf = (count: number): number[][] =>
  Array.from({ length: count }, (_, truth) =>
    Array.from({ length: count }, (_, predicted) => (truth === predicted ? 400 : predicted === (truth + 1) % count ? truth : 0)),
  );
const letters = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');

describe('a drawn confusion matrix of many classes', () => {
  for (const [what, classes] of [
    ['62 letters', letters],
    ['62 numbers', numbers(62)],
    ['47 long names', numbers(47).map(of => `Ankle boot ${of}`)],
    ['256 numbers', numbers(256)],
    [`${HEAT_MAP_FROM} numbers`, numbers(HEAT_MAP_FROM)],
  ] as const) {
    it(`has names at its edges that do not lie over one another: ${what}`, () => {
      const svg = readSvg(
        confusionMatrixSvg({ matrix: matrixOf(classes.length), classes, normalisation: 'counts', title: 'Many', palette: paperPalette }),
      );
      const names = elements(svg, 'text').filter(text => classes.some(name => name === text.textContent));
      assert.ok(names.length >= 20, `${names.length} names`);
      const boxes = names.map(boxOf);
      for (const [i, one] of boxes.entries())
        for (const other of boxes.slice(i + 1)) assert.ok(!overlaps(one, other), `${JSON.stringify(one)} ${JSON.stringify(other)}`);
      const cells = ofClass(svg, 'cell');
      assert.equal(cells.length, classes.length ** 2);
      for (const cell of cells.slice(0, 3)) assert.ok(numberOf(cell, 'width') >= 8);
    });
  }

  it('tells the number of each cell that has one, and the most frequent mistakes in words', () => {
    const classes = letters;
    const svg = readSvg(
      confusionMatrixSvg({ matrix: matrixOf(62), classes, normalisation: 'counts', title: 'Many', palette: paperPalette }),
    );
    const told = ofClass(svg, 'cell').flatMap(cell => elements(cell, 'title').map(title => title.textContent));
    // Each class is right, and all but the first have a mistake.
    assert.equal(told.length, 62 + 61);
    assert.ok(told.includes('true a, predicted b: 36'));
    assert.ok(textsOf(svg).includes('z read as 0: 61 (13.23 % of z)'));
    const [width, height] = [numberOf(svg.documentElement!, 'width'), numberOf(svg.documentElement!, 'height')];
    for (const text of elements(svg, 'text')) assert.ok(numberOf(text, 'x') < width && numberOf(text, 'y') < height);
  });
});

describe('the scale of a heat map', () => {
  it('leaves out as many names as need the room, and has cells that can be pointed at', () => {
    assert.deepEqual(heatMapScale(letters, 620), { cell: 10, step: 2, isUpwards: false });
    assert.deepEqual(heatMapScale(numbers(26), 620), { cell: 23, step: 1, isUpwards: false });
    assert.deepEqual(heatMapScale(numbers(256), 620), { cell: 9, step: 3, isUpwards: false });
    assert.equal(heatMapScale(['Ankle boot', 'Bag'], 620).isUpwards, true);
  });
});

interface Box {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** About what a text covers; what is turned begins at its lower end. */
function boxOf(text: SvgElement): Box {
  const [x, y] = [numberOf(text, 'x'), numberOf(text, 'y')];
  const width = textWidth(text.textContent ?? '', NAME_SIZE) * 0.95;
  const height = 9;
  if (text.hasAttribute('transform')) return { x: [x - height, x], y: [y - width, y] };
  const left = { start: x, middle: x - width / 2, end: x - width }[text.getAttribute('text-anchor') ?? 'start']!;
  return { x: [left, left + width], y: [y - height, y] };
}

function overlaps(one: Box, other: Box): boolean {
  const both = (a: readonly [number, number], b: readonly [number, number]): boolean => a[0] < b[1] && b[0] < a[1];
  return both(one.x, other.x) && both(one.y, other.y);
}
