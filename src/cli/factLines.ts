import { oneLine } from '../util/shownText';
import { wrapped } from '../util/wrapped';
import type { Output } from './output';

const NAME_WIDTH = 8;

/** A fact and its name, indented; what a line of the terminal has no room for goes on below. Nothing of a fact that there is not. */
export function factLines(
  name: string,
  value: string | null | undefined,
  { isTerminal, columns }: Pick<Output, 'isTerminal' | 'columns'>,
): string[] {
  if (!value) return [];
  const head = `  ${name.padEnd(NAME_WIDTH)} `;
  const lines = isTerminal ? wrapped(oneLine(value), columns - head.length).split('\n') : [value];
  return lines.map((line, i) => (i === 0 ? head : ' '.repeat(head.length)) + line);
}
