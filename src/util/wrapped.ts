import { displayWidth } from './displayWidth';

/** A text of several lines, none wider in a terminal than `width` where its words are not. A number stays with its unit. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text)) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

/** A number, perhaps with a sign or in brackets. */
const NUMBER = /^[([“"]*[-+−±<>≤≥=]*\d[\d.,]*$/;
/** What belongs to a number before it. */
const UNIT =
  /^(%|‰|points?|nats?|ms|s|min|h|days?|[kMGT]?B|images?\/s|seeds?|pairs?|epochs?|runs?|rows?|files?|threads?|characters?)(?!\w)/;
/** What stands between two that belong together: `95 % CI`, `p < 0.001`, `N = 5`, `0.91 ± 0.02`. */
const BETWEEN = /^[<>=≤≥±×]$/;

/** The parts of a text between which a line may end: what stands at spaces, but a number with its unit in one. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let last = '';
  for (const word of text.split(' ')) {
    const belongs =
      (NUMBER.test(last) && UNIT.test(word)) || (last === '%' && /^CI(?!\w)/.test(word)) || BETWEEN.test(word) || BETWEEN.test(last);
    if (belongs && words.length > 0) words.push(`${words.pop()} ${word}`);
    else words.push(word);
    last = word;
  }
  return words;
}
