import * as fc from 'fast-check';

const obeyed = [
  '\u001b[31m',
  '\u001b]8;;http://example.com\u0007',
  '\u009b2K',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '\b',
  '\u007f',
  '\u0000',

  '\u202e',
  '\u2066',
  '\u2069',
  '\u200f',
  '\u061c',
  '\u200b',
  '\u200d',
  '\u200c',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\ufe0f',
  '\u2028',
  '\ud83d',
  '\ude00',
  '\u{e0041}',
  '👩‍🔬',
  '❤️',
  '1️⃣',
  'می‌خواهم',
  '\\u202e',
  '\\',
  '[Open](command:workbench.action.openSettings)',
  '](',
  '[',
  ']',
  '(',
  ')',
  '$(',
  '$(trash)',
  '\\$(trash)',
  '$(sync~spin)',
  '$',

  'command:',
  'file:',
  'https://example.com',
  'http://example.com/x?y=1',
  'www.example.com',
  'me@example.com',
  '![x](https://example.com/x.png)',

  '<img src=x>',
  '<b>',
  '&lt;',
  '&#x41;',
  '&',
  '`',
  '``',
  '```\n',
  '*',
  '**',
  '_',
  '~~',
  '#',
  '# ',
  '- ',
  '1. ',
  '> ',
  '|',
  '|:--|',
  '---',
  '===',
  ' "title")',
  '"',
  "'",
  '=cmd|',
  '{0}',
  '{1}',
  '    ',
  '  \n',
  '\n\n',
];

/** Text with what terminals, editors and Markdown obey, in any order and among anything. */
export const hostile: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.constantFrom(...obeyed), fc.string({ unit: 'grapheme', maxLength: 6 }), fc.string({ unit: 'binary', maxLength: 6 })), {
    maxLength: 12,
  })
  .map(parts => parts.join(''));

/** The first character of a text that is obeyed or not seen, written out; line feeds, tabs and the parts of emoji and words are none. */
export function unseenIn(text: string): string | undefined {
  // Written apart from what it checks: one list of blocks of Unicode.
  const unseen =
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/u;
  const found = unseen.exec(text)?.[0];
  return found && `U+${found.codePointAt(0)!.toString(16)} in ${JSON.stringify(text)}`;
}
