import { createInterface } from 'node:readline/promises';
import { colourStyle, plainStyle, TextSink, type Style } from './textSink';

/** Where a command writes, and how. */
export interface Output {
  /** Results. */
  readonly out: TextSink;
  /** Everything else. */
  readonly err: TextSink;
  /** Whether `out` is a terminal whose last line may be written again. */
  readonly isTerminal: boolean;
  /** Characters in a line of the terminal. */
  readonly columns: number;
  readonly style: Style;
}

/** The same with plain streams. */
export interface Streams extends Omit<Output, 'out' | 'err'> {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
}

/** The streams behind sinks. */
export function outputTo(streams: Streams): Output {
  return {
    out: new TextSink(streams.out),
    err: new TextSink(streams.err),
    isTerminal: streams.isTerminal,
    // Read each time: a window can be resized.
    get columns() {
      return streams.columns;
    },
    style: streams.style,
  };
}

/** The process's own streams; colours as NO_COLOR, FORCE_COLOR and TERM ask for. */
export function processStreams(env: NodeJS.ProcessEnv = process.env): Streams {
  const isTerminal = process.stdout.isTTY && env['TERM'] !== 'dumb';
  const forced = env['FORCE_COLOR'];
  const coloured = env['NO_COLOR'] ? false : forced === undefined ? isTerminal : forced !== '0';
  return {
    out: process.stdout,
    err: process.stderr,
    isTerminal,
    get columns() {
      return process.stdout.columns || 80;
    },
    style: coloured ? colourStyle : plainStyle,
  };
}

/** The process's own streams for a protocol, whose messages they carry and nothing else: each is JSON in a line, made by the protocol's package. */
export function protocolStreams(): { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream } {
  return { input: process.stdin, output: process.stdout };
}

/** What asks the user at the terminal; undefined where there is no terminal. */
export function terminalConfirm(): typeof confirm | undefined {
  return process.stdin.isTTY && process.stderr.isTTY ? confirm : undefined;
}

/** @param question that may be shown */
async function confirm(question: string): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${question} [y/N] `);
  prompt.close();
  return /^y(es)?$/i.test(answer.trim());
}
