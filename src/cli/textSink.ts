import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { oneLine, visible } from '../util/shownText';

export type Format = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan' | 'blue';
export type Style = (format: Format, text: string) => string;

/** No text from outside can know it: an ESC with it behind is one of `colourStyle`. */
const secret = randomBytes(16).toString('hex');
const mark = `\u001b${secret}[`;

export const plainStyle: Style = (_, text) => text;
/** Marks a text for a `TextSink`, which makes a terminal's colours of it; to anything else its marks say nothing. */
export const colourStyle: Style = (format, text) => {
  const [begin, end] = inspect.colors[format]!;
  return `${mark}${begin}m${text}${mark}${end}m`;
};

/**
 * The only way from the command line to a terminal, a pipe or a file. Everything is written as plain text: the only control sequences are
 * those of `colourStyle`, and the only line breaks are those that the caller asked for.
 */
export class TextSink {
  constructor(private readonly stream: NodeJS.WritableStream) {}

  /** Writes a line. */
  line(text: string): void {
    this.stream.write(`${shown(text)}\n`);
  }

  lines(texts: readonly string[]): void {
    for (const text of texts) this.line(text);
  }

  /** Writes a text of several lines, set off from what the command itself says. */
  block(text: string): void {
    this.stream.write(visible(text).replaceAll(/^(?=.)/gm, '  ') + '\n');
  }

  /** Writes a value as JSON. @param indent by so many spaces, else in one line */
  json(value: unknown, indent?: number): void {
    this.stream.write(`${visible(JSON.stringify(value, undefined, indent))}\n`);
  }

  /** Writes a text as it is laid out: the help of a command. */
  help(text: string): void {
    this.stream.write(visible(text));
  }

  /** Writes the last line of a terminal again; an empty text takes it away. */
  rewrite(text: string): void {
    this.stream.write(`\r\u001b[2K${shown(text)}`);
  }
}

/** The text between the marks of `colourStyle` as one line, and what the marks stand for. */
function shown(text: string): string {
  const [first = '', ...rest] = text.split(mark);
  const marked = rest.map(part => {
    const end = part.indexOf('m');
    return `\u001b[${part.slice(0, end)}m${oneLine(part.slice(end + 1))}`;
  });
  return [oneLine(first), ...marked].join('');
}
