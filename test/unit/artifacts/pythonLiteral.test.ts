import assert from 'node:assert/strict';
import { parseLiteral, type Literal } from '../../../src/artifacts/pythonLiteral';

const tuple = (...items: Literal[]): Literal => ({ isTuple: true, items });
const list = (...items: Literal[]): Literal => ({ isTuple: false, items });

describe('a literal of Python', () => {
  for (const [text, value] of [
    [
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }",
      new Map<string, Literal>([
        ['descr', '<f4'],
        ['fortran_order', false],
        ['shape', tuple(2, 3)],
      ]),
    ],
    ['  {"a" :True}\n', new Map([['a', true]])],
    ['(3L,)', tuple(3)],
    ['()', tuple()],
    ['(3)', 3],
    ["[('label', '<i4'), ('x', '<f4', (2,)),]", list(tuple('label', '<i4'), tuple('x', '<f4', tuple(2)))],
    ['-12', -12],
    [String.raw`'it\'s'`, String.raw`it\'s`],
  ] as const)
    it(`is read: ${text.trim()}`, () => assert.deepEqual(parseLiteral(text), value));

  for (const [text, message] of [
    ['', /character 0: found its end; expected a text, a whole number/],
    ["{'a': 1", /expected "," or "}"|expected "}"/],
    ["{'a' 1}", /found "1}"; expected ":"/],
    ['{1: 2}', /expected a name in quotes/],
    ["{'a': 1, 'a': 2}", /expected "a" only once/],
    ['(1 2)', /expected "," or "\)"/],
    ["'open", /found its end; expected "'"/],
    ["__import__('os').system('true')", /character 0: found "__import__"/],
    ['1e3', /character 1: found "e3"; expected the end/],
    ['-', /expected a whole number/],
    ['1 2', /expected the end/],
    ['['.repeat(40), /expected fewer brackets in one another/],
    ["'two\nlines'", /expected "'"/],
  ] as const)
    it(`is none: ${JSON.stringify(text.slice(0, 40))}`, () => assert.throws(() => parseLiteral(text), message));

  it('is looked at once, however long it is', () => {
    let looks = 0;
    // A text that counts how often one of its characters is asked for.
    const counting = (text: string): string =>
      new Proxy(new String(text), {
        get: (target, name) => {
          if (typeof name === 'string' && /^\d+$/.test(name)) looks++;
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
        },
      }) as unknown as string;
    for (const text of [
      ' '.repeat(10_000),
      `(${'1, '.repeat(3_000)})`,
      `'${'x'.repeat(9_000)}'`,
      `[${'['.repeat(9)}${']'.repeat(9)}]`.repeat(400),
    ]) {
      looks = 0;
      try {
        parseLiteral(counting(text));
      } catch {
        // What is wrong with it does not matter here.
      }
      assert.ok(looks <= 8 * text.length, `${looks} looks at ${text.length} characters`);
    }
  });
});
