/** Every process that this product starts is started here: lint keeps node:child_process out of all other files. */
import { execFile, fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { childEnvironment } from './childEnvironment';

export type { ChildProcess } from 'node:child_process';

/** How long a question to a program may take. */
const ANSWER_MS = 5000;
/** How long an answer may be. */
const ANSWER_BYTES = 1 << 20;

/**
 * A bundle of this product in a process of its own, with a channel for messages, and its two outputs to be read. It has none of this
 * process's arguments: with them the trainer of a debugged editor would wait for a debugger too.
 */
export function startBundle(file: string): ChildProcess {
  return fork(file, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    execArgv: [],
    env: childEnvironment(),
  });
}

export interface Answer {
  readonly exitCode: number;
  readonly text: string;
}

/**
 * What a program answers on its standard output. No shell is between; it has nothing to read; it works in its own folder, since a
 * system may look for libraries, and a version manager for instructions, in the folder that a process is started in.
 * @param program its full path
 * @param environment what it has besides `childEnvironment()`
 * @throws when it cannot be started, or has not answered in full within five seconds and a megabyte; it is killed then
 */
export function ask(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}, limitMs = ANSWER_MS): Promise<Answer> {
  if (!path.isAbsolute(program)) throw new Error(`${program} is no full path of a program.`);
  const options = {
    cwd: path.dirname(program),
    env: { ...childEnvironment(), ...environment },
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: ANSWER_BYTES,
    shell: false,
    windowsHide: true,
    encoding: 'utf8',
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, options, (error, text) => {
      if (error === null) resolve({ exitCode: 0, text });
      else if (typeof error.code === 'number' && !error.killed) resolve({ exitCode: error.code, text });
      else reject(error);
    });
    // A program that has gone before is told so by `error` or its exit code.
    child.stdin?.on('error', () => undefined).end();
  });
}
