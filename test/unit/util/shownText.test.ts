import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { oneLine, visible } from '../../../src/util/shownText';
import { hostile, unseenIn } from '../hostileText';

describe('text from outside', () => {
  const written: readonly [string, string, string][] = [
    ['an escape sequence', '\u001b[31mred\u001b[0m', String.raw`\u001b[31mred\u001b[0m`],
    ['the one-byte form of one', '\u009b31m', String.raw`\u009b31m`],
    ['a carriage return and a backspace', 'a\rb\bc', String.raw`a\u000db\u0008c`],
    ['a delete and a null', '\u007f\u0000', String.raw`\u007f\u0000`],
    ['a bidi override', 'gnp.\u202eexe', String.raw`gnp.\u202eexe`],
    ['isolates and marks', '\u2066a\u2069\u200e\u200f\u061c', String.raw`\u2066a\u2069\u200e\u200f\u061c`],
    ['zero-width and soft characters', 'a\u200bb\u2060c\ufeffd\u00ade', String.raw`a\u200bb\u2060c\ufeffd\u00ade`],
    ['joiners that join nothing', 'a\u200db\u200cc', String.raw`a\u200db\u200cc`],
    ['joiners beside marks of the same script', 'م\u200c\u061c ក\u200d\u17b4', String.raw`م\u200c\u061c ក\u200d\u17b4`],
    ['line and paragraph separators', 'a\u2028b\u2029c', String.raw`a\u2028b\u2029c`],
    ['tags, as the units that JSON has', '\u{e0041}', String.raw`\udb40\udc41`],
    ['fillers', '\u3164\u115f\uffa0', String.raw`\u3164\u115f\uffa0`],
    ['half a character', 'a\ud83db\ude00', String.raw`a\ud83db\ude00`],
    ['a variant of nothing', 'a\ufe0f1\ufe0f', String.raw`a\ufe0f1\ufe0f`],
  ];
  for (const [what, text, expected] of written) {
    it(`shows ${what}`, () => assert.equal(visible(text), expected));
  }

  const kept: readonly [string, string][] = [
    ['plain text', 'num_filters 64 · “größer” ★ 数字 😀'],
    ['right-to-left words', 'שלום مرحبا'],
    ['emoji of several parts', '👩‍🔬 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️ 1️⃣ 👍🏽 🧑🏿‍🚀 🇩🇪'],
    ['joiners within words', 'می‌خواهم क्‍ष'],
    ['a variant of a character', '葛\u{e0100}'],
    ['lines and tabs', 'one\n\ttwo\n'],
  ];
  for (const [what, text] of kept) {
    it(`leaves ${what} as it is`, () => assert.equal(visible(text), text));
  }

  it('has the line ends of Windows as line ends', () => assert.equal(visible('a\r\nb\r\n'), 'a\nb\n'));

  it('never holds what is not seen, in as many lines, and is left as it is the second time', () => {
    fc.assert(
      fc.property(hostile, text => {
        const shown = visible(text);
        assert.equal(unseenIn(shown), undefined);
        assert.equal(visible(shown), shown);
        assert.equal(shown.split('\n').length, text.split('\n').length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells apart what differs, but for text that is written like an escape already', () => {
    const decoded = (shown: string): string =>
      shown.replaceAll(/\\u([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(parseInt(unit, 16)));
    fc.assert(
      fc.property(hostile, text => {
        fc.pre(!text.includes('\\') && !text.includes('\r\n'));
        assert.equal(decoded(visible(text)), text);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves JSON the JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), hostile, hostile, fc.constantFrom(undefined, 2), (value, key, text, indent) => {
        const whole = { [key]: [value, text] };
        const shown = visible(JSON.stringify(whole, undefined, indent));
        assert.equal(unseenIn(shown), undefined);
        assert.deepEqual(JSON.parse(shown), JSON.parse(JSON.stringify(whole)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is one line where one line is meant, no longer than it may be', () => {
    assert.equal(oneLine('a\nb\tc\r\nd'), 'a b c d');
    assert.equal(oneLine('abcdef', 4), 'abc…');
    assert.equal(oneLine('ab😀d', 4), 'ab…');
    assert.equal(oneLine('abcd', 4), 'abcd');
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 20 }), (text, most) => {
        const line = oneLine(text, most);
        assert.ok(line.length <= most);
        assert.ok(!/[\n\r\t\u2028\u2029]/.test(line), JSON.stringify(line));
        assert.equal(unseenIn(line), undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes time in proportion to its length', () => {
    const shownOf = (length: number): number => visible('\u200d\ufe0f \n\u202e'.repeat(length)).length;
    // A power of it would not end.
    assert.equal(shownOf(200_000), 200_000 * (1 + 6 + 6 + 1 + 1 + 6) - 200_000);
  });
});
