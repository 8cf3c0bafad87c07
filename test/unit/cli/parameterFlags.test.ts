import assert from 'node:assert/strict';
import { defaultParameters, ParameterError, parameterTable, type Parameter, type Parameters } from '../../../src/contract/parameters';
import { Command } from 'commander';
import { addParameterFlags, flagOf, parametersFrom, withUsualFlags } from '../../../src/cli/parameterFlags';

/** What the flags make of some arguments. */
function parse(...args: string[]): Parameters {
  const command = new Command('train').exitOverride().configureOutput({ writeErr: () => undefined });
  addParameterFlags(command);
  command.parse(withUsualFlags(args), { from: 'user' });
  return parametersFrom(command.opts());
}

/** A value that is possible and not the default, as text and as it is read. */
function another(parameter: Parameter): [string, number | string] {
  switch (parameter.kind) {
    case 'integer':
      return [String(parameter.default + 1), parameter.default + 1];
    case 'number':
      return ['0.25', 0.25];
    case 'choice':
      return [parameter.choices[1]!, parameter.choices[1]!];
    case 'dataset':
      return ['./images', './images'];
  }
}

describe('parameterFlags', () => {
  it('gives the defaults without flags', () => {
    assert.deepEqual(parse(), defaultParameters);
  });

  for (const parameter of parameterTable) {
    const [text, value] = another(parameter);
    const expected = { ...defaultParameters, [parameter.name]: value };
    const flag = flagOf(parameter.name);
    it(`reads ${flag}, in every spelling`, () => {
      assert.deepEqual(parse(flag, text), expected);
      assert.deepEqual(parse(`${flag}=${text}`), expected);
      assert.deepEqual(parse(`--${parameter.name}`, text), expected);
      assert.deepEqual(parse(`--${parameter.name}=${text}`), expected);
    });
  }

  it('takes the last of a flag given twice', () => {
    assert.equal(parse('--epochs', '3', '--epochs', '4').epochs, 4);
  });

  it('takes the word for zero', () => {
    assert.equal(parse('--dense-units', 'none').dense_units, 0);
    assert.equal(parse('--train-samples', 'ALL').train_samples, 0);
  });

  it('reads numbers as people write them', () => {
    assert.equal(parse('--train-samples', '6,000').train_samples, 6000);
    assert.equal(parse('--learning-rate', '1e-4').learning_rate, 0.0001);
    assert.equal(parse('--dropout', '.3').dropout, 0.3);
  });

  const impossible: [string, string][] = [
    ['--epochs', '0'],
    ['--epochs', '2.5'],
    ['--epochs', ''],
    ['--epochs', '0x10'],
    ['--seed', '-1'],
    ['--seed', '4294967296'],
    ['--num-filters', 'many'],
    ['--dropout', '1'],
    ['--learning-rate', '0'],
    ['--learning-rate', 'Infinity'],
    ['--optimizer', 'Adam '.trim()],
    ['--activation-fun', 'swish'],
    ['--dataset', ''],
  ];
  for (const [flag, text] of impossible) {
    it(`refuses ${flag} "${text}"`, () => {
      assert.throws(
        () => parse(flag, text),
        (error: unknown) => error instanceof ParameterError && flagOf(error.parameter) === flag && error.expectation.length > 0,
      );
    });
  }

  it('leaves other flags and values as they are', () => {
    const args = ['train', '--no_such', '--num_filters', 'num_filters', '-x', '--', '--data=a_b'];
    assert.deepEqual(withUsualFlags(args), ['train', '--no_such', '--num-filters', 'num_filters', '-x', '--', '--data=a_b']);
  });
});
