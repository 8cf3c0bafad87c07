import { styleText } from 'node:util';

/** Where a command writes, and how. */
export interface Output {
  /** Results. */
  readonly out: NodeJS.WritableStream;
  /** Everything else. */
  readonly err: NodeJS.WritableStream;
  /** Whether `out` is a terminal whose last line may be written again. */
  readonly isTerminal: boolean;
  /** Characters in a line of the terminal. */
  readonly columns: number;
  readonly style: Style;
}

export type Style = (format: 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan', text: string) => string;

export const plainStyle: Style = (_, text) => text;
export const colourStyle: Style = (format, text) => styleText(format, text);

/** The process's own streams; colours as NO_COLOR, FORCE_COLOR and TERM ask for. */
export function processOutput(env: NodeJS.ProcessEnv = process.env): Output {
  const isTerminal = process.stdout.isTTY && env['TERM'] !== 'dumb';
  const forced = env['FORCE_COLOR'];
  const coloured = env['NO_COLOR'] ? false : forced === undefined ? isTerminal : forced !== '0';
  return {
    out: process.stdout,
    err: process.stderr,
    isTerminal,
    // Read each time: a window can be resized.
    get columns() {
      return process.stdout.columns || 80;
    },
    style: coloured ? colourStyle : plainStyle,
  };
}
