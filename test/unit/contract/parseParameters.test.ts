import assert from 'node:assert/strict';
import { defaultParameters, findParameter, parameterTable, type ParameterName } from '../../../src/contract/parameters';
import { checkParameter, formatParameter, parseParameters, parseParameterText } from '../../../src/contract/parseParameters';

const parse = (name: ParameterName, text: string): unknown => parseParameterText(findParameter(name)!, text);

describe('parameters', () => {
  for (const parameter of parameterTable) {
    it(`${parameter.name}: its default is possible, and can be typed as it is shown`, () => {
      assert.equal(checkParameter(parameter, parameter.default), parameter.default);
      assert.equal(parseParameterText(parameter, formatParameter(parameter, parameter.default)), parameter.default);
    });
  }

  const good: readonly [ParameterName, string, unknown][] = [
    ['epochs', ' 3 ', 3],
    ['train_samples', 'all', 0],
    ['train_samples', '6,000', 6000],
    ['train_samples', '6_000', 6000],
    ['dense_units', 'None', 0],
    ['learning_rate', '1e-4', 0.0001],
    ['learning_rate', '.5', 0.5],
    ['activation_fun', 'gelu', 'gelu'],
    ['dataset', './my images', './my images'],
  ];
  for (const [name, text, value] of good) it(`${name} "${text}" is ${String(value)}`, () => assert.equal(parse(name, text), value));

  const bad: readonly [ParameterName, string, RegExp][] = [
    ['epochs', '0', /^epochs = 0: expected a whole number from 1 to 10,000\.$/],
    ['epochs', '2.5', /whole number/],
    ['epochs', '', /whole number/],
    ['epochs', '0x10', /whole number/],
    ['epochs', '12abc', /^epochs = "12abc": /],
    ['epochs', '1,2', /whole number/],
    ['epochs', 'all', /whole number/],
    ['dropout', '1', /a number from 0 to below 1/],
    ['learning_rate', '0', /a number above 0 to 10/],
    ['learning_rate', 'Infinity', /a number/],
    ['activation_fun', 'relu6', /relu, sigmoid, .* or softplus/],
    ['dataset', ' ', /mnist or the path of a folder/],
  ];
  for (const [name, text, message] of bad)
    it(`${name} "${text}" is refused`, () => assert.throws(() => parse(name, text), { name: 'ParameterError', message }));

  it('from JSON take their defaults where they are missing', () => {
    assert.deepEqual(parseParameters({ epochs: 3 }), { ...defaultParameters, epochs: 3 });
  });

  for (const [what, value, message] of [
    ['an unknown name', { epoch: 3 }, /no "epoch"; there are epochs, batch_size/],
    ['a wrong type', { epochs: '3' }, /epochs = "3": expected a whole number/],
    ['no object', [1], /expected an object/],
    ['nothing', null, /expected an object/],
  ] as const) {
    it(`from JSON with ${what} are refused`, () => assert.throws(() => parseParameters(value), message));
  }
});
