import path from 'node:path';
import { Writable } from 'node:stream';
import { runCli } from '../../../src/cli/cli';
import type { Interruption } from '../../../src/cli/interrupt';
import { plainStyle } from '../../../src/cli/textSink';
import type { Variables } from '../../../src/files/dotEnv';

/** What a command line wrote and how it ended. */
export interface CliResult {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

export interface CliRun {
  readonly trainerFile?: string;
  readonly cwd?: string;
  /** By default an empty one. */
  readonly environment?: Variables;
  /** As if it wrote to a terminal of 80 columns. */
  readonly isTerminal?: boolean;
  /** Answers a question that is asked on a terminal. */
  readonly confirm?: (question: string) => Promise<boolean>;
  /** Called when the command begins to mind Ctrl-C. */
  readonly onWatch?: (interrupt: () => void) => void;
  /** Called with all that was written so far, whenever something is written. */
  readonly onOutput?: (out: string, interrupt: () => void) => void;
}

/** Runs the command line inside the test, with a trainer of the test's and Ctrl-C in the test's hands. */
export async function digits(args: readonly string[], run: CliRun = {}): Promise<CliResult> {
  let interrupt: () => void = () => undefined;
  const out = new Collected(text => run.onOutput?.(text, interrupt));
  const err = new Collected();
  const onInterrupt = (callback: (first: boolean) => void): Interruption & { exitCode: number | undefined } => {
    const interruption: { exitCode: number | undefined; dispose: () => void } = { exitCode: undefined, dispose: () => undefined };
    interrupt = () => {
      const first = interruption.exitCode === undefined;
      interruption.exitCode = 130;
      callback(first);
    };
    run.onWatch?.(interrupt);
    return interruption;
  };
  const exitCode = await runCli(args, {
    output: { out, err, isTerminal: run.isTerminal ?? false, columns: 80, style: plainStyle },
    cwd: run.cwd ?? process.cwd(),
    environment: run.environment ?? {},
    trainerFile: run.trainerFile ?? '/no/trainer/is/started/here.js',
    importerFile: path.resolve('dist/importer.js'),
    onInterrupt,
    ...(run.confirm && { confirm: run.confirm }),
  });
  return { exitCode, out: out.text, err: err.text };
}

export class Collected extends Writable {
  text = '';

  constructor(private readonly onText?: (text: string) => void) {
    super({ decodeStrings: false });
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk;
    this.onText?.(this.text);
    done();
  }
}
