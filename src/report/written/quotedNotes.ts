import { Markdown } from '../../util/markdown';
import { visible } from '../../util/shownText';

/** More of them stays in the file of the notes. */
const MOST_CHARACTERS = 50_000;

/**
 * Notes as a quotation. Their headings, lists and code keep their form; all else in them is text, shown as it was typed: notes may be a
 * stranger's, whose links, pictures and HTML must do nothing here. Undefined if they say nothing.
 */
export function quotedNotes(notes: string): Markdown | undefined {
  if (notes.trim() === '') return undefined;
  const lines = visible(notes.slice(0, MOST_CHARACTERS)).trimEnd().split('\n');
  if (notes.length > MOST_CHARACTERS) lines.push('', '… (the rest is in notes.md)');
  let depth = -1;
  let isCode = false;
  const quoted = lines.map((line, i) => {
    const next = lines[i + 1] ?? '';
    if (isFence(line)) {
      isCode = !isCode;
      return nothing;
    }
    if (isCode) {
      depth = -1;
      return codeLine(line, !isFence(next));
    }
    const [, title] = heading.exec(line) ?? [];
    if (title !== undefined) {
      depth = -1;
      return headingLine(title);
    }
    const [, indent, number, text] = item.exec(line) ?? [];
    if (text !== undefined) {
      // Right below a paragraph a mark alone would make a heading of it.
      const gap = depth < 0 ? Markdown.of`>\n` : Markdown.of``;
      // One that is set in by more than one step would be code.
      depth = Math.min(Math.floor(indent!.length / 2), depth + 1, DEEPEST);
      const words = text.trim() === '' ? Markdown.of`&nbsp;` : wholeText(text);
      return Markdown.of`${gap}> ${repeated(Markdown.of`    `, depth)}${markOf(number)} ${words}${breakBefore(next)}`;
    }
    if (line.trim() === '') return nothing;
    depth = -1;
    return Markdown.of`> ${wholeText(line.trim())}${breakBefore(next)}`;
  });
  return Markdown.joined(quoted, '\n').withoutRepeated(nothing);
}

const nothing = Markdown.of`>`;
const DEEPEST = 3;

const heading = /^ {0,3}#{1,6}(?:[ \t](.*))?$/;
const item = /^( {0,12})(?:[-*+]|(\d{1,2})[.)])[ \t](.*)$/;

function isFence(line: string): boolean {
  return /^ {0,3}(?:```|~~~)/.test(line);
}

/** A line break is one here too. */
function breakBefore(next: string): Markdown {
  const isText = next.trim() !== '' && !heading.test(next) && !item.test(next) && !isFence(next);
  return isText ? Markdown.of`\\` : Markdown.of``;
}

/** As words in bold: a heading would be one of the report. */
function headingLine(title: string): Markdown {
  let end = title.length;
  while (end > 0 && ' \t#'.includes(title[end - 1]!)) end--;
  const words = title.slice(0, end).trim();
  return words === '' ? nothing : Markdown.of`>\n> **${wholeText(words)}**\n>`;
}

function markOf(number: string | undefined): Markdown {
  return number === undefined ? Markdown.of`-` : Markdown.of`${Number(number)}.`;
}

/** As text too: within a list, what is set in from the margin is no code but Markdown. */
function codeLine(line: string, isFollowedByCode: boolean): Markdown {
  const text = line.replaceAll('\t', '    ').trimEnd();
  if (text === '') return nothing;
  const words = text.trimStart();
  const margin = repeated(Markdown.of`&nbsp;`, Math.min(text.length - words.length, 40));
  return Markdown.of`> <code>${margin}${wholeText(words)}</code>${isFollowedByCode ? Markdown.of`\\` : Markdown.of``}`;
}

function repeated(one: Markdown, count: number): Markdown {
  return Markdown.joined(
    Array.from({ length: count }, () => one),
    '',
  );
}

function wholeText(text: string): Markdown {
  return Markdown.text(text, MOST_CHARACTERS);
}
