import assert from 'node:assert/strict';
import { normalisations } from '../../../src/contract/normalisation';
import { confusionMatrixSvg } from '../../../src/report/confusionMatrixChart';
import { matrixCells } from '../../../src/report/matrixCells';
import { paperPalette, type Palette } from '../../../src/report/palette';
import { textWidth } from '../../../src/report/svg';
import { fixture } from '../evaluation/fixtures';
import { elements, numberOf, ofClass, readSvg, textsOf } from './readSvg';

const { expected } = fixture('ordinary');
const classes = expected.confusionMatrix.map((_, of) => String(of));
const draw = (normalisation: (typeof normalisations)[number], palette = paperPalette) =>
  readSvg(confusionMatrixSvg({ matrix: expected.confusionMatrix, classes, normalisation, title: 'Confusion matrix', palette }));

describe('a drawn confusion matrix', () => {
  it('has each count in its row of the true class and its column of the predicted one; zeros are blank', () => {
    const cells = ofClass(draw('counts'), 'cell').map(cell => {
      const [area] = elements(cell, 'rect');
      return { x: numberOf(area, 'x'), y: numberOf(area, 'y'), text: textsOf(cell)[0] ?? '' };
    });
    const xs = [...new Set(cells.map(({ x }) => x))].toSorted((a, b) => a - b);
    const ys = [...new Set(cells.map(({ y }) => y))].toSorted((a, b) => a - b);
    assert.deepEqual([xs.length, ys.length, cells.length], [10, 10, 100]);
    for (const { x, y, text } of cells) assert.equal(Number(text), expected.confusionMatrix[ys.indexOf(y)]![xs.indexOf(x)]);
    assert.equal(cells.filter(({ text }) => text === '').length, expected.confusionMatrix.flat().filter(count => count === 0).length);
  });

  for (const by of ['row', 'column', 'all'] as const) {
    it(`shows scikit-learn's shares by ${by} to a hundredth of a per cent`, () => {
      const texts = ofClass(draw(by), 'cell').map(cell => textsOf(cell)[0] ?? '0');
      texts.forEach((text, i) => {
        const share = expected.normalised[by][Math.floor(i / 10)]![i % 10]!;
        assert.ok(Math.abs(Number(text) - 100 * share) <= 0.005 + 1e-9, `${text} for ${share}`);
      });
    });
  }

  it('has the images that were wrong at the end of each row and column', () => {
    const texts = textsOf(draw('row'));
    const wrong = expected.perClass.map(({ support, predicted }, of) => {
      const right = expected.confusionMatrix[of]![of]!;
      return { missed: support - right, taken: predicted - right };
    });
    for (const { missed, taken } of wrong) assert.ok(texts.includes(String(missed)) && texts.includes(String(taken)));
    assert.ok(texts.includes(String(wrong.reduce((sum, { missed }) => sum + missed, 0))));
  });

  it('stays within its own size', () => {
    const svg = draw('counts');
    const [width, height] = [numberOf(svg.documentElement!, 'width'), numberOf(svg.documentElement!, 'height')];
    for (const text of elements(svg, 'text')) {
      assert.ok(numberOf(text, 'x') < width && numberOf(text, 'y') < height);
    }
  });

  it('has long names of classes whole, upwards over their columns and clear of what stands above, and cuts endless ones', () => {
    const names = [...'T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Ankle boot'.split(','), 'x'.repeat(64)];
    const svg = readSvg(
      confusionMatrixSvg({
        matrix: expected.confusionMatrix,
        classes: names,
        normalisation: 'counts',
        title: 'Names',
        palette: paperPalette,
      }),
    );
    const texts = elements(svg, 'text');
    const heads = texts.filter(text => text.hasAttribute('transform') && text.textContent !== 'true class');
    assert.equal(heads.length, 10);
    assert.deepEqual(heads.slice(0, 9).map(head => head.textContent), names.slice(0, 9)); // prettier-ignore
    assert.match(heads[9]!.textContent!, /^x+…$/);
    const above = numberOf(
      texts.find(({ textContent }) => textContent === 'predicted class'),
      'y',
    );
    for (const head of heads) {
      assert.ok(numberOf(head, 'y') - textWidth(head.textContent!, 12) > above, head.textContent!);
      assert.equal(texts.filter(({ textContent }) => textContent === head.textContent).length, 2, 'over the column and before the row');
    }
  });

  describe('can be read', () => {
    const dark: Palette = { ...paperPalette, foreground: '#cccccc', background: '#1f1f1f', training: '#59a4f9', validation: '#d18616' };
    const light: Palette = { ...paperPalette, foreground: '#3b3b3b', background: '#ffffff', training: '#0063d3', validation: '#d18616' };
    for (const [name, palette] of Object.entries({ paper: paperPalette, dark, light })) {
      it(`on the colours of ${name}: 4.5:1 or more in each cell`, () => {
        for (const cell of ofClass(draw('counts', palette), 'cell')) {
          const [area] = elements(cell, 'rect');
          if (textsOf(cell).length === 0) continue;
          const under = blend(area!.getAttribute('fill')!, palette.background, numberOf(area, 'fill-opacity'));
          const ratio = contrast(under, channels(palette.foreground));
          assert.ok(ratio >= 4.5, `${ratio} on ${under.join(' ')}`);
        }
      });
    }
  });
});

describe('the cells of a confusion matrix', () => {
  const matrix = [
    [900, 4, 0],
    [1, 450, 0],
    [0, 0, 20_000],
  ];

  it('have two scales: what is right by its share of the largest, what is wrong by the square root', () => {
    const cells = matrixCells(matrix, 'counts');
    assert.deepEqual(cells[0], [
      { kind: 'right', strength: 900 / 20_000, text: '900' },
      { kind: 'wrong', strength: 1, text: '4' },
      { kind: 'none', strength: 0, text: '' },
    ]);
    assert.equal(cells[1]![0]!.strength, 0.5);
    assert.equal(cells[2]![2]!.text, '20,000');
  });

  it('say of a share too small for its two decimals that it is not nothing, and all of it without decimals', () => {
    assert.deepEqual(matrixCells(matrix, 'all')[1]![0]!.text, '<0.01');
    assert.deepEqual(matrixCells(matrix, 'row')[2]![2]!.text, '100');
    assert.deepEqual(matrixCells([[99_999, 1], [0, 1]], 'row')[0]![0]!.text, '100.00'); // prettier-ignore
  });

  it('are all blank in an empty matrix', () => {
    for (const by of normalisations) assert.deepEqual(matrixCells([[0]], by), [[{ kind: 'none', strength: 0, text: '' }]]);
  });
});

// Contrast as WCAG 2 defines it.

function channels(colour: string): number[] {
  return [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16));
}

function blend(over: string, under: string, opacity: number): number[] {
  const below = channels(under);
  return channels(over).map((value, i) => opacity * value + (1 - opacity) * below[i]!);
}

function contrast(a: readonly number[], b: readonly number[]): number {
  const [low, high] = [luminance(a), luminance(b)].toSorted((one, other) => one - other);
  return (high! + 0.05) / (low! + 0.05);
}

function luminance(rgb: readonly number[]): number {
  const [red, green, blue] = rgb.map(value => (value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
