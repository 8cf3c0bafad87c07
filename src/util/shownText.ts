/**
 * Text from outside (a name, a note, a reason, a path, an answer of a server) in a form that is safe to show. Characters that a terminal,
 * an editor or a page would interpret, or would not show at all, are written as JSON writes them (`\u001b`): they become visible, and JSON
 * remains the same JSON.
 */

/**
 * Controls, lone surrogates, line and paragraph separators, marks of annotations, and what no font shows: bidirectional marks, zero-width
 * and soft characters, fillers, tags.
 */
const unseen = String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]`;

/** In these scripts words are spelled with joiners, between letters; some count marks that are not seen among their own. */
const scripts = ['Arab', 'Syrc', 'Deva', 'Beng', 'Guru', 'Gujr', 'Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh', 'Khmr', 'Mymr', 'Mong']
  .map(script => String.raw`\p{Script=${script}}`)
  .join('');
const letter = String.raw`(?!\p{Default_Ignorable_Code_Point})[${scripts}]`;

/** What is not seen by itself but belongs to what is: the parts of an emoji, the variant of a Han character, a joiner within a word. */
const needed = [
  String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}])[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  String.raw`(?<=\p{Extended_Pictographic}\p{Emoji_Modifier}?\ufe0f?)\u200d(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Script=Han})[\ufe00-\ufe0d\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=${letter})[\u200c\u200d](?=${letter})`,
].join('|');

const pattern = new RegExp(String.raw`([\n\t]|${needed})|\r\n|${unseen}`, 'gu');

/** The text with everything in it to be seen, in as many lines as it had. Applied once more it changes nothing. */
export function visible(text: string): string {
  // Nearly every text is so.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replaceAll(pattern, (found, kept?: string) => kept ?? (found === '\r\n' ? '\n' : escaped(found)));
}

/** The text without what would not be seen in it: what comes along when a person copies words from elsewhere. */
export function withoutUnseen(text: string): string {
  return text.replaceAll(pattern, (found, kept?: string) => kept ?? (found === '\r\n' ? '\n' : ''));
}

/**
 * The same in one line: what is a line break or a tab there is a space here, so that no text begins a line of its own in a log or a table.
 * @param most of its characters are shown, `…` where there are more
 */
export function oneLine(text: string, most = Infinity): string {
  const line = visible(text).replaceAll(/[\n\t]/g, ' ');
  if (line.length <= most) return line;
  // Half of a surrogate pair would not be visible.
  return `${line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Each of its UTF-16 units, as JSON has them. */
function escaped(character: string): string {
  return character
    .split('')
    .map(unit => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
