import assert from 'node:assert/strict';
import { findParameter, parameterTable, type Parameter, type ParameterName } from '../../../src/contract/parameters';
import { checkParameter, formatParameter, parseParameters, parseParameterText } from '../../../src/contract/parseParameters';

const parse = (name: ParameterName, text: string): unknown => parseParameterText(findParameter(name)!, text);

/** Values at the edges of what a number can be, and just beyond. */
function edges(parameter: Parameter & { kind: 'integer' | 'number' }): { possible: number[]; impossible: number[] } {
  const { minimum, maximum } = parameter;
  if (parameter.kind === 'integer') return { possible: [minimum, maximum], impossible: [minimum - 1, maximum + 1, minimum + 0.5] };
  const [possible, impossible] = [
    [minimum + 1e-9, maximum - 1e-9],
    [minimum - 1e-9, maximum + 1e-9],
  ];
  (parameter.exclusiveMinimum ? impossible : possible).push(minimum);
  (parameter.exclusiveMaximum ? impossible : possible).push(maximum);
  return { possible, impossible };
}

describe('limits of parameters', () => {
  for (const parameter of parameterTable) {
    it(`${parameter.name}: just what it says`, () => {
      if (parameter.kind === 'integer' || parameter.kind === 'number') {
        const { possible, impossible } = edges(parameter);
        for (const value of possible) {
          assert.equal(checkParameter(parameter, value), value);
          assert.equal(parseParameterText(parameter, formatParameter(parameter, value)), value);
        }
        for (const value of [...impossible, NaN, Infinity, '1', null, true])
          assert.throws(() => checkParameter(parameter, value), { name: 'ParameterError', parameter: parameter.name });
      } else {
        for (const choice of parameter.choices) assert.equal(parseParameterText(parameter, ` ${choice} `), choice);
        for (const value of ['', 1, null, undefined])
          assert.throws(() => checkParameter(parameter, value), { name: 'ParameterError', parameter: parameter.name });
      }
    });
  }

  for (const parameter of parameterTable) {
    if (!('zeroMeans' in parameter)) continue;
    it(`${parameter.name}: "${parameter.zeroMeans}" in place of 0, both ways`, () => {
      assert.equal(formatParameter(parameter, 0), parameter.zeroMeans);
      for (const text of [parameter.zeroMeans, ` ${parameter.zeroMeans.toUpperCase()} `, '0'])
        assert.equal(parseParameterText(parameter, text), 0);
    });
  }

  it('zero is a quantity for a seed', () => assert.equal(formatParameter(findParameter('seed')!, 0), '0'));

  for (const [text, meant] of [
    ['reul', 'relu'],
    ['sigmod', 'sigmoid'],
    ['leakyrelu', 'leaky_relu'],
  ] as const) {
    it(`"${text}" may have meant ${meant}`, () =>
      assert.throws(() => parse('activation_fun', text), new RegExp(` Did you mean ${meant}\\?$`)));
  }

  for (const text of ['xyzzy', 'abcd']) {
    it(`nothing is guessed from "${text}"`, () => assert.throws(() => parse('activation_fun', text), /^(?!.*Did you mean).*$/s));
  }

  it('from JSON take no name that every object has', () => {
    for (const name of ['__proto__', 'constructor', 'toString'])
      assert.throws(() => parseParameters(JSON.parse(`{"${name}": 1}`)), new RegExp(`there is no "${name}"`));
  });
});
