/** Marks that a terminal draws over the character before them, and joiners. */
const zeroWidth = /[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u;

/** What a terminal draws two columns wide: Han, kana, Hangul, full-width forms and emoji (Unicode Standard Annex 11: W and F). */
const doubleWidth =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|(?![\u{1f1e6}-\u{1f1ff}])\p{Emoji_Presentation}/u;

/** The columns that a line of text takes in a terminal, and no fewer: a sequence of emoji that is drawn as one counts each of them. */
export function displayWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  let last = 0;
  for (const character of text) {
    // The variant that is drawn as an emoji.
    last = character === '\ufe0f' ? 2 - Math.max(1, last) : widthOf(character);
    width += last;
  }
  return width;
}

/** The beginning of a text that takes no more columns, with `…` at its end if that is not all of it. */
export function cutToWidth(text: string, most: number): string {
  if (displayWidth(text) <= most) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    const wider = width + (character === '\ufe0f' ? 1 : widthOf(character));
    if (wider > most - 1) break;
    kept += character;
    width = wider;
  }
  // A joiner would take the ellipsis for what it joins.
  return `${kept.replace(/\u200d$/, '').trimEnd()}…`;
}

/** The beginning and the end of a text, with `…` between them if that is not all of it: together they take no more columns. */
export function cutMiddleToWidth(text: string, most: number): string {
  if (displayWidth(text) <= most) return text;
  const beginning = cutToWidth(text, Math.ceil(most / 2));
  let end = '';
  for (const character of Array.from(text).toReversed()) {
    if (displayWidth(beginning + character + end) > most) break;
    end = character + end;
  }
  return beginning + end;
}

/** The text with spaces behind it up to a width. */
export function padEndTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** The text with spaces before it up to a width. */
export function padStartTo(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Nearly every text is so. */
function isPlain(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function widthOf(character: string): number {
  if (isPlain(character)) return 1;
  if (zeroWidth.test(character)) return 0;
  return doubleWidth.test(character) ? 2 : 1;
}
