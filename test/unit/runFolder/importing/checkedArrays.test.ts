import assert from 'node:assert/strict';
import { checkedArrays, type CheckedArrays } from '../../../../src/runFolder/importing/checkedArrays';
import type { ReadArray } from '../../../../src/runFolder/importing/labelArray';

function array(label: string, shape: readonly number[], data: ReadArray['data']): ReadArray {
  return { label, file: `/users/ada/${label}`, shape, data };
}

const truth = array('truth.npy', [3], Int8Array.of(2, 0, 1));
const rows = Float64Array.of(0, 0.25, 0.75, 0.9, 0.1, 0, 0.2, 0.5, 0.3);
const probabilities = array('probs.npy', [3, 3], rows);
const labels = ({ truth, predicted }: CheckedArrays): number[][] => [Array.from(truth), Array.from(predicted)];

describe('arrays that are imported', () => {
  it('are truth and probabilities, the most probable class being the predicted one', () => {
    const checked = checkedArrays({ truth, probabilities });
    assert.deepEqual([checked.classes, checked.probabilities, checked.notes], [3, rows, []]);
    assert.deepEqual(labels(checked), [
      [2, 0, 1],
      [2, 0, 1],
    ]);
  });

  it('are truth and predictions: as many classes as the largest label says, at least two', () => {
    const predictions = array('preds.npy', [3, 1], Float32Array.of(4, 0, 1));
    assert.deepEqual([checkedArrays({ truth, predictions }).classes, checkedArrays({ truth, predictions }).probabilities], [5, undefined]);
    const none = array('zeros.npy', [2], new Uint8Array(2));
    assert.equal(checkedArrays({ truth: none, predictions: none }).classes, 2);
  });

  it('say in how many labels predictions and probabilities differ, and go by the probabilities', () => {
    const checked = checkedArrays({ truth, probabilities, predictions: array('preds.npy', [3], BigInt64Array.of(2n, 1n, 1n)) });
    assert.match(
      checked.notes.join(),
      /^1 of 3 labels of preds\.npy are not the class of the highest probability: every figure is computed from the probabilities/,
    );
    assert.deepEqual(labels(checked)[1], [2, 0, 1]);
  });

  it('may be one-hot, predicted rows, of one column, or of 16 bits', () => {
    const oneHot = array('truth.npy', [3, 3], Uint8Array.of(0, 0, 1, 1, 0, 0, 0, 1, 0));
    const hot = checkedArrays({ truth: oneHot, probabilities });
    assert.deepEqual([Array.from(hot.truth), hot.notes.length], [[2, 0, 1], 1]);
    const keras = checkedArrays({ truth, predictions: { ...probabilities, label: 'predictions.npy' } });
    assert.deepEqual(
      [keras.probabilities, keras.notes],
      [rows, ['predictions.npy has a column for each class, so that it was read as probabilities.']],
    );
    for (const shape of [[3], [3, 1]]) {
      const binary = checkedArrays({
        truth: array('t.npy', [3], Uint8Array.of(1, 0, 1)),
        probabilities: array('p.npy', shape, Float32Array.of(0.75, 0.25, 0.5)),
      });
      assert.deepEqual([binary.classes, Array.from(binary.probabilities!)], [2, [0.25, 0.75, 0.75, 0.25, 0.5, 0.5]]);
      assert.match(binary.notes.join(), /read as the probability of class 1 of two/);
    }
    // Rows of float16 do not add up to 1 exactly.
    const coarse = rows.map(p => p * 1.004);
    assert.equal(checkedArrays({ truth, probabilities: array('p.npy', [3, 3], coarse) }).classes, 3);
  });

  const bad: readonly (readonly [string, Parameters<typeof checkedArrays>[0], RegExp])[] = [
    [
      'no number among the probabilities',
      {
        truth,
        probabilities: array(
          'probs.npy',
          [3, 3],
          rows.map((p, i) => (i === 4 ? Number.NaN : p)),
        ),
      },
      /^\/users\/ada\/probs\.npy: row 1, class 1: found NaN; expected a number from 0 to 1\. Where does it come from/,
    ],
    [
      'an infinite one',
      {
        truth,
        probabilities: array(
          'probs.npy',
          [3, 3],
          rows.map((p, i) => (i === 4 ? Infinity : p)),
        ),
      },
      /row 1, class 1: found Infinity/,
    ],
    [
      'logits',
      {
        truth,
        probabilities: array(
          'probs.npy',
          [3, 3],
          rows.map(p => 10 * p - 3),
        ),
      },
      /probs\.npy: row 0, class 0: found -3; .* look like logits or percent: .*scipy\.special\.softmax\(logits, axis=1\)/,
    ],
    [
      'rows that do not add up to 1',
      {
        truth,
        probabilities: array(
          'probs.npy',
          [3, 3],
          rows.map(p => p / 2),
        ),
      },
      /probs\.npy: row 0 adds up to 0\.5; expected 1\. .*softmax.*p \/ p\.sum\(axis=1, keepdims=True\)/,
    ],
    [
      'a label out of range',
      { truth: array('truth.npy', [3], Int32Array.of(0, 7, 1)), probabilities },
      /^\/users\/ada\/truth\.npy: label 1: found 7; expected a whole number from 0 to 2, as there are 3 columns/,
    ],
    [
      'labels from 1',
      { truth: array('truth.npy', [3], Int32Array.of(1, 3, 2)), probabilities },
      /label 1: found 3; .*Labels that begin at 1: save labels - 1/,
    ],
    [
      'a label of thousands',
      { truth: array('truth.npy', [3], Int32Array.of(1, 3000, 2)), predictions: truth },
      /label 1: found 3000; expected a whole number from 0 to 255/,
    ],
    [
      'a negative label',
      { truth: array('truth.npy', [3], Int32Array.of(0, -1, 1)), probabilities },
      /label 1: found -1; .*Leave out the images without a label/,
    ],
    [
      'a label that is a fraction',
      { truth: array('truth.npy', [3], Float32Array.of(0, 0.5, 1)), probabilities },
      /label 1: found 0\.5; .*A label is the number of a class/,
    ],
    [
      'lengths that differ',
      { truth: array('truth.npy', [2], Int32Array.of(0, 1)), probabilities },
      /^\/users\/ada\/probs\.npy: it is of 3 images, truth\.npy of 2; expected as many/,
    ],
    [
      'predictions of another length',
      { truth, predictions: array('preds.npy', [2], Int32Array.of(0, 1)) },
      /preds\.npy: it is of 2 images, truth\.npy of 3/,
    ],
    [
      'rows for columns',
      {
        truth: array('truth.npy', [2], Int32Array.of(0, 1)),
        probabilities: array('p.npy', [3, 2], Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.5, 0.5)),
      },
      /its rows and columns seem to be exchanged: save array\.T/i,
    ],
    [
      'rows that are not one-hot',
      { truth: array('truth.npy', [2, 2], Int32Array.of(0, 1, 1, 1)), predictions: truth },
      /truth\.npy: row 1 is not one-hot/,
    ],
    ['a row of zeros', { truth: array('truth.npy', [2, 2], Int32Array.of(0, 1, 0, 0)), predictions: truth }, /row 1 is not one-hot/],
    [
      'more rows than there is room for, of no column',
      { truth: array('truth.npy', [9e15, 0], new Int32Array(0)), predictions: truth },
      /^\/users\/ada\/truth\.npy: rows of 0; expected one label for each image/,
    ],
    [
      'such predictions',
      { truth, predictions: array('preds.npy', [9e15, 0], new Float32Array(0)) },
      /preds\.npy: rows of 0; expected one label for each image/,
    ],
    ['such probabilities', { truth, probabilities: array('p.npy', [9e15, 0], new Float32Array(0)) }, /p\.npy: 0 columns; expected one/],
    [
      'three dimensions',
      { truth: array('truth.npy', [3, 1, 1], Int32Array.of(0, 1, 2)), probabilities },
      /an array of the shape \(3, 1, 1\); expected one label for each image/,
    ],
    ['one number', { truth: array('truth.npy', [], Int32Array.of(0)), probabilities }, /an array of the shape \(\)/],
    [
      'nothing',
      { truth: array('truth.npy', [0], new Int32Array(0)), predictions: array('p.npy', [0], new Int32Array(0)) },
      /truth\.npy: there is no label in it/,
    ],
    [
      'too many classes',
      { truth, probabilities: array('p.npy', [3, 300], new Float32Array(900)) },
      /p\.npy: 300 columns; expected one for each class, 2 to 256/,
    ],
    [
      'images for probabilities',
      { truth, probabilities: array('p.npy', [3, 28, 28], new Uint8Array(3 * 784)) },
      /p\.npy: an array of the shape \(3, 28, 28\); expected \(n, classes\)/,
    ],
  ];
  for (const [what, arrays, message] of bad)
    it(`are refused with ${what}: the file, the place, and what to do`, () =>
      assert.throws(() => checkedArrays(arrays), { name: 'RunFolderError', message }));
});
