import { spawn, type ChildProcess } from 'node:child_process';

export interface Ended {
  /** null: a signal ended it. */
  readonly exitCode: number | null;
  /** Both outputs, as they came. */
  readonly output: string;
}

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Told of each line of standard output. */
  readonly onLine?: (line: string, child: ChildProcess) => void;
}

/** Runs a program to its end. Nothing that this process has of W&B in its environment reaches it. */
export async function runProgram(file: string, args: readonly string[], { cwd, env = {}, onLine }: ProgramOptions): Promise<Ended> {
  // In a group of its own, so that all of it can be killed at once.
  const child = spawn(file, args, { cwd, env: { ...cleanEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  let rest = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine?.(line, child);
  });
  return await new Promise((resolve, reject) => {
    child.on('error', reject).on('close', exitCode => resolve({ exitCode, output }));
  });
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('WANDB_')));
}
