import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';

/** How a program is started that can be measured: one of the peers, or the project's own engine. */
export interface ProgramStart {
  readonly name: string;
  readonly command: readonly [file: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a program was asked for: `fit` and `predict` in images a second, of one epoch. */
export type Work = 'fit' | 'predict';

/** What a program says of itself. */
export interface Told {
  readonly version: string;
  /** From the start of its process to the first training step done. */
  readonly firstStepMs: number;
}

/**
 * A program that is open and waits for its turn. It writes lines `NAME VALUE`: first `first_step_ms` and `version`, after an epoch to warm up
 * `ready`, then an answer to every line that it reads (`fit`, `predict`), and after `end` its `peak_mb`. While it is not asked it does nothing, so
 * that several can be open and take turns within a second or two, which a busy minute hits alike.
 */
export class Program {
  private readonly lines: AsyncIterator<string>;
  private readonly heard: string[] = [];

  private constructor(
    private readonly start: ProgramStart,
    private readonly child: ChildProcess,
  ) {
    this.lines = readline.createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    child.stderr!.on('data', (chunk: Buffer) => this.heard.push(chunk.toString()));
  }

  /** @throws {Error} when it cannot do its work; with what it said */
  static async open(start: ProgramStart): Promise<Program & { readonly told: Told }> {
    const [file, ...args] = start.command;
    const env = { ...process.env, ...start.env, BENCH_BEGAN_MS: String(Date.now()) };
    const child = spawn(file, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    const program = new Program(start, child);
    child.on('error', error => program.heard.push(error.message));
    // What is written to a program that has just ended is lost; that it ended is noticed when its answer does not come.
    child.stdin.on('error', () => undefined);
    const lines = await program.until('ready');
    const told = { version: lines.get('version') ?? '', firstStepMs: Number(lines.get('first_step_ms')) };
    return Object.assign(program, { told });
  }

  /** The figure of one turn. */
  async measure(work: Work): Promise<number> {
    this.child.stdin!.write(`${work}\n`);
    return Number((await this.until(work)).get(work));
  }

  /** Ends it; the most memory that it ever used, in MB, if it says so. */
  async end(): Promise<number> {
    this.child.stdin!.write('end\n');
    const rest = await this.until(undefined);
    if (this.child.exitCode === null) await once(this.child, 'exit');
    return Number(rest.get('peak_mb'));
  }

  /** For the case that something else has failed. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** The lines up to one of a name, or to the end. */
  private async until(name: string | undefined): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (;;) {
      const next = await this.lines.next();
      if (next.done) {
        if (name === undefined) return found;
        throw new Error(`${this.start.name} ended before it said "${name}":\n${this.heard.join('').slice(-3000)}`);
      }
      const space = next.value.indexOf(' ');
      found.set(next.value.slice(0, space), next.value.slice(space + 1));
      if (name !== undefined && found.has(name)) return found;
    }
  }
}
