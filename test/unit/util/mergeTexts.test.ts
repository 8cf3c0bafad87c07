import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { mergeTexts } from '../../../src/util/mergeTexts';

describe('what two people made of one text', () => {
  const before = 'one\ntwo\nthree\nfour';
  const cases: [string, { mine: string; theirs: string; merged: string }][] = [
    ['is mine where only I changed it', { mine: 'one\ntwo', theirs: before, merged: 'one\ntwo' }],
    ['is theirs where only they did', { mine: before, theirs: '', merged: '' }],
    ['is the same where both made the same of it', { mine: 'x', theirs: 'x', merged: 'x' }],
    [
      'has both changes where they are apart',
      { mine: 'ONE\ntwo\nthree\nfour', theirs: 'one\ntwo\nthree\nfour\nfive', merged: 'ONE\ntwo\nthree\nfour\nfive' },
    ],
    [
      'has both where one is before the other',
      { mine: 'one\ntwo\nTHREE\nfour', theirs: 'zero\none\ntwo\nthree\nfour', merged: 'zero\none\ntwo\nTHREE\nfour' },
    ],
    [
      'has both versions of the same line',
      { mine: 'one\nmine\nthree\nfour', theirs: 'one\ntheirs\nthree\nfour', merged: 'one\ntheirs\nmine\nthree\nfour' },
    ],
  ];
  for (const [what, { mine, theirs, merged }] of cases) it(what, () => assert.equal(mergeTexts(before, mine, theirs), merged));

  it('has both of what was begun on an empty page', () => assert.equal(mergeTexts('', 'mine', 'theirs'), 'theirs\nmine'));

  it('has every line that either of them wrote', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 6 });
    const edit = (lines: readonly string[], name: string): fc.Arbitrary<string[]> =>
      fc
        .tuple(fc.nat(lines.length), fc.nat(3), fc.array(fc.constantFrom(`${name}1`, `${name}2`), { maxLength: 3 }))
        .map(([from, count, added]) => [...lines.slice(0, from), ...added, ...lines.slice(from + count)]);
    fc.assert(
      fc.property(
        text.chain(lines => fc.tuple(fc.constant(lines), edit(lines, 'mine'), edit(lines, 'theirs'))),
        ([lines, mine, theirs]) => {
          const merged = mergeTexts(lines.join('\n'), mine.join('\n'), theirs.join('\n')).split('\n');
          for (const line of [...mine, ...theirs].filter(one => one.length > 1)) assert.ok(merged.includes(line), line);
        },
      ),
    );
  });
});
