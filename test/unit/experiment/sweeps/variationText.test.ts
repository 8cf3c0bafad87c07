import assert from 'node:assert/strict';
import { findParameter, type ParameterName } from '../../../../src/contract/parameters';
import { fileNameOf, newSweepDraft, planFileOf, planOfDraft } from '../../../../src/experiment/sweeps/sweepDraft';
import { parseVariation, variationInWords, type Variation } from '../../../../src/experiment/sweeps/variationText';
import { defaultParameters } from '../../../../src/contract/parameters';

const parse = (name: ParameterName, text: string): Variation => parseVariation(findParameter(name)!, text);

describe('what a person types for a parameter that varies', () => {
  it('is values, or a range', () => {
    assert.deepEqual(parse('num_filters', '8, 16,32,'), [8, 16, 32]);
    assert.deepEqual(parse('activation_fun', 'relu,tanh'), ['relu', 'tanh']);
    assert.deepEqual(parse('train_samples', '6000, all'), [6000, 0]);
    assert.deepEqual(parse('learning_rate', '1e-4 to 0.1 log'), { min: 1e-4, max: 0.1, scale: 'log' });
    assert.deepEqual(parse('dropout', '0 TO 0.9'), { min: 0, max: 0.9 });
    assert.deepEqual(parse('num_filters', ''), []);
  });

  it('is refused with what is possible', () => {
    assert.throws(() => parse('num_filters', '8, wide'), /num_filters = "wide": expected a whole number from 1 to 512/);
    assert.throws(() => parse('num_filters', '8 to 1000'), /num_filters = 1000: expected a whole number/);
    assert.throws(() => parse('learning_rate', '1 to 2 quick'), /^Error: quick: expected log or linear behind the range\.$/);
    assert.throws(() => parse('optimizer', 'adam to sgd'), /optimizer = "adam to sgd": expected adam/);
  });

  it('is shown as it can be typed again', () => {
    for (const [name, text] of [
      ['num_filters', '8, 16, 32'],
      ['train_samples', '6000, all'],
      ['learning_rate', '0.0001 to 0.1 log'],
      ['dropout', '0 to 0.9'],
    ] as const) {
      assert.equal(variationInWords(findParameter(name)!, parse(name, text)), text);
    }
  });
});

describe('a plan that is filled in', () => {
  const draft = {
    ...newSweepDraft({ ...defaultParameters, epochs: 2, num_filters: 64, seed: 7 }),
    parameters: { dropout: [0, 0.5], num_filters: [8, 16] },
  };

  it('names what is not usual, and neither the seed nor what varies', () => {
    assert.deepEqual(planFileOf(draft), {
      schemaVersion: 1,
      kind: 'grid',
      base: { epochs: 2 },
      parameters: { num_filters: [8, 16], dropout: [0, 0.5] },
      seeds: 3,
    });
    assert.equal(fileNameOf(draft), 'sweep-num_filters-dropout');
    assert.equal(planOfDraft({ ...draft, kind: 'random', runs: 4, hypothesis: 'It helps.' }).hypothesis, 'It helps.');
  });

  it('is refused as its file would be', () => {
    assert.throws(
      () => planOfDraft({ ...draft, parameters: { dropout: { min: 0, max: 0.5 } } }),
      /^FormatError: the plan: parameters\.dropout: found an object; expected a list of values/,
    );
  });
});
