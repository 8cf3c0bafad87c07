/** Every process that this product starts is started here: lint keeps node:child_process out of all other files. */
import { execFile, fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { childEnvironment } from './childEnvironment';

export type { ChildProcess } from 'node:child_process';

/** How long a question to a program may take. */
const ANSWER_MS = 5000;
/** How long an answer may be. */
const ANSWER_BYTES = 1 << 20;

export interface BundleStart {
  readonly args?: readonly string[] | undefined;
  /** What it has besides `childEnvironment()`. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** How large its JavaScript heap may become, in megabytes; by default as Node has it. One that needs more is ended by Node. */
  readonly heapMegabytes?: number | undefined;
}

/**
 * Starts a bundle of this product in a process of its own, with a channel for messages and its two outputs piped. It does not inherit the
 * arguments of this process: with them the trainer of a debugged editor would wait for a debugger too.
 */
export function startBundle(file: string, { args = [], environment = {}, heapMegabytes }: BundleStart = {}): ChildProcess {
  return fork(file, args, {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    execArgv: heapMegabytes === undefined ? [] : [`--max-old-space-size=${heapMegabytes}`],
    env: { ...childEnvironment(), ...environment },
  });
}

export interface ProgramOutput {
  readonly exitCode: number;
  readonly text: string;
  /** What it wrote to its standard error. */
  readonly errors: string;
}

/** What a question may cost, where that is more than a small one does. */
export interface AskLimits {
  readonly ms?: number;
  readonly bytes?: number;
}

/**
 * Runs a program and returns what it wrote. It is started without a shell and without input, in its own folder, since a system may
 * look for libraries, and a version manager for instructions, in the folder that a process is started in.
 * @param program its full path
 * @param environment what it has besides `childEnvironment()`
 * @throws when it cannot be started, or has not answered in full within its limits, by default five seconds and a megabyte; it is killed then
 */
export function ask(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  { ms = ANSWER_MS, bytes = ANSWER_BYTES }: AskLimits = {},
): Promise<ProgramOutput> {
  if (!path.isAbsolute(program)) throw new Error(`${program} is no full path of a program.`);
  const options = {
    cwd: path.dirname(program),
    env: { ...childEnvironment(), ...environment },
    timeout: ms,
    killSignal: 'SIGKILL',
    maxBuffer: bytes,
    shell: false,
    windowsHide: true,
    encoding: 'utf8',
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, options, (error, text, errors) => {
      if (error === null) resolve({ exitCode: 0, text, errors });
      else if (typeof error.code === 'number' && !error.killed) resolve({ exitCode: error.code, text, errors });
      else reject(error);
    });
    // If the program has already exited, `error` or its exit code says so.
    child.stdin?.on('error', () => undefined).end();
  });
}
