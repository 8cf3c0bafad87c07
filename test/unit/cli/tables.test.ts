import assert from 'node:assert/strict';
import { classTable, confusionLines, confusionTable } from '../../../src/cli/confusionTable';
import { networkTable } from '../../../src/cli/networkTable';
import { plainStyle, type Style } from '../../../src/cli/textSink';
import { describeNetwork } from '../../../src/contract/network';
import { defaultParameters } from '../../../src/contract/parameters';
import type { MeanScores, Scores } from '../../../src/contract/scores';

const means: MeanScores = { precision: 0.9, recall: 0.8, f1: 0.847, auroc: 0.99912, averagePrecision: null };
const scores: Scores = {
  count: 1170,
  accuracy: 0.9,
  logLoss: 0.3,
  confusionMatrix: [
    [980, 0, 12],
    [0, 7, 3],
    [1, 0, 167],
  ],
  perClass: [992, 10, 168].map(support => ({ ...means, support, predicted: support })),
  macro: means,
  micro: means,
  weighted: means,
};
const classes = ['0', '1', '2'];

/** Shows where each style was used. */
const marked: Style = (format, text) => (format === 'bold' ? `<b>${text}</b>` : text);

describe('tables', () => {
  it('shows a confusion matrix in aligned columns, nothing as a dot', () => {
    const [, header, ...rows] = confusionTable(scores, classes, plainStyle);
    assert.equal(new Set([header, ...rows].map(line => line?.length)).size, 1, 'lines of one length');
    assert.deepEqual(
      rows.map(row => row.trim().split(/\s+/)),
      [
        ['0', '980', '·', '12'],
        ['1', '·', '7', '3'],
        ['2', '1', '·', '167'],
      ],
    );
  });

  it('emphasises what was right, and only that', () => {
    const bold = confusionTable(scores, classes, marked).flatMap(line => [...line.matchAll(/<b>\s*(\S+)<\/b>/g)].map(match => match[1]));
    assert.deepEqual(bold, ['980', '7', '167']);
  });

  it('fits ten classes into 80 columns', () => {
    const confusionMatrix = Array.from({ length: 10 }, () => Array.from({ length: 10 }, () => 1135));
    for (const names of [Array.from('0123456789'), Array.from({ length: 10 }, (_, i) => `T-shirt or top ${i}`)]) {
      const lines = confusionTable({ confusionMatrix }, names, plainStyle);
      for (const line of lines) assert.ok(line.length <= 80, line);
      for (const [i, name] of names.entries()) assert.ok(lines[2 + i]!.includes(` ${name} `), lines[2 + i]);
    }
  });

  it('has the most frequent mistakes in the place of a matrix that would be broken', () => {
    const count = (i: number, j: number): number => (i === j ? 700 : i === 4 && j === 25 ? 9 : i === 7 && j === 2 ? 3 : 0);
    const confusionMatrix = Array.from({ length: 26 }, (_, i) => Array.from({ length: 26 }, (__, j) => count(i, j)));
    const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
    const lines = confusionLines({ confusionMatrix }, letters, { style: plainStyle, isTerminal: true, columns: 80 });
    for (const line of lines) assert.ok(line.length <= 80, line);
    assert.match(lines[0]!, /26 classes needs \d+ columns/);
    assert.deepEqual(
      lines.slice(2).map(line => line.split(/ +/).slice(0, 3)),
      [
        ['e', 'z', '9'],
        ['h', 'c', '3'],
      ],
    );
    for (const [isTerminal, columns] of [
      [false, 80],
      [true, 140],
    ] as const)
      assert.deepEqual(
        confusionLines({ confusionMatrix }, letters, { style: plainStyle, isTerminal, columns }),
        confusionTable({ confusionMatrix }, letters, plainStyle),
      );
  });

  it('heads the columns of long names with numbers, which stand before the names in the rows', () => {
    const [, header, ...rows] = confusionTable(scores, ['Sandal', 'Bag', 'T-shirt/top'], plainStyle);
    assert.equal(new Set([header, ...rows].map(line => line?.length)).size, 1, 'lines of one length');
    assert.deepEqual(header!.trim().split(/\s+/), ['true', '0', '1', '2']);
    assert.deepEqual(rows.map(row => row.trim().split(/\s+/).slice(0, 2)), [['0', 'Sandal'], ['1', 'Bag'], ['2', 'T-shirt/top']]); // prettier-ignore
  });

  it('lists the scores of every class and their means', () => {
    const lines = classTable(scores, classes);
    assert.equal(lines.length, 1 + 3 + 3);
    for (const line of classTable(scores, ['a name of more than eighteen characters', 'b', 'c'])) assert.ok(line.length <= 80, line);
    assert.match(lines[0]!, /precision\s+recall\s+F1.*support$/);
    assert.deepEqual(lines[1]!.trim().split(/\s+/), ['0', '0.9000', '0.8000', '0.8470', '0.99912', '–', '992']);
    for (const [i, name] of ['macro', 'micro', 'weighted'].entries()) assert.ok(lines[4 + i]!.startsWith(name));
    for (const line of lines) assert.ok(line.length <= 80);
  });

  it('says over what the means run where a class does not occur or was never predicted', () => {
    const perClass = [
      { ...means, recall: null, f1: 0, support: 0, predicted: 2 },
      { ...means, precision: null, support: 5, predicted: 0 },
      { ...means, support: 7, predicted: 10 },
    ];
    const lines = classTable({ ...scores, perClass }, ['Bag', 'Boot', 'Coat']);
    assert.deepEqual(lines[1]!.trim().split(/\s+/).slice(0, 4), ['Bag', '0.9000', '–', '0.0000']);
    assert.deepEqual(lines[2]!.trim().split(/\s+/).slice(0, 3), ['Boot', '–', '0.8000']);
    const remark = lines.slice(1 + 3 + 3);
    assert.match(
      remark.join(' '),
      /^No image is of class Bag: the macro means run over the 2 classes that occur\. Class Boot was never predicted/,
    );
    for (const line of remark) assert.ok(line.length <= 80, line);
  });

  it('lists the layers of a network with their shapes and costs', () => {
    const network = describeNetwork({ ...defaultParameters, dense_units: 64 });
    const lines = networkTable(network);
    assert.equal(lines.length, network.layers.length + 2);
    const conv = lines.find(line => line.startsWith('conv_1'));
    assert.match(conv ?? '', /^conv_1 3×3\s+26 × 26 × 32\s+320\s/);
    assert.match(lines.find(line => line.startsWith('dropout')) ?? '', /^dropout 0\.5\s+64\s+·\s+·$/);
    assert.ok(lines.at(-1)!.includes(network.parameterCount.toLocaleString('en-US')));
    for (const line of lines) assert.ok(line.length <= 80, line);
  });
});
