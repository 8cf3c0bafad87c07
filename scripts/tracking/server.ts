import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Lines that `digits serve` prints. */
const VARIABLES = 4;

/** `digits serve` as a person starts it. */
export class Server {
  private constructor(
    private readonly child: ChildProcess,
    readonly variables: Readonly<Record<string, string>>,
    /** What it wrote on its error output. */
    readonly told: string[],
  ) {}

  /** @param port the one of a server before it */
  static async start(runs: string, state: string, port?: string): Promise<Server> {
    const args = [path.resolve('dist/cli.js'), 'serve', '--runs', runs, ...(port === undefined ? [] : ['--port', port])];
    const child = spawn(process.execPath, args, { env: { ...process.env, DIGITS_STATE: state }, stdio: ['ignore', 'pipe', 'pipe'] });
    const told: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => told.push(text));
    let output = '';
    for await (const text of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
      output += text;
      if ((output.match(/^export /gm) ?? []).length === VARIABLES && output.endsWith('\n')) break;
    }
    const variables = [...output.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!] as const);
    if (variables.length !== VARIABLES) throw new Error(`digits serve wrote no variables:\n${output}${told.join('')}`);
    return new Server(child, Object.fromEntries(variables), told);
  }

  get port(): string {
    return new URL(this.variables['WANDB_BASE_URL']!).port;
  }

  /** The most memory that it has had; undefined where the system does not tell (Linux does). */
  mostMegabytes(): number | undefined {
    const status = `/proc/${this.child.pid}/status`;
    const kilobytes = existsSync(status) ? /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1000);
  }

  /** Ctrl-C. @returns its exit code */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}
