import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { LIMIT_MS } from './until';

/** How a process ended. */
export interface End {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Waits until a process is gone and everything that it wrote is read. One that takes too long is ended.
 * @param what it is, and how far it came, for the message
 * @param event `exit` for one whose streams or channel this side does not see closed
 * @throws {Error} when it took too long
 */
export async function gone(child: ChildProcess, what: () => string, event: 'close' | 'exit' = 'close'): Promise<End> {
  let isLate = false;
  const timer = setTimeout(() => (isLate = child.kill('SIGKILL')), LIMIT_MS);
  const [exitCode, signal] = (await once(child, event)) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  if (isLate)
    throw new Error(`Waited in vain for the end of a process.\nIt did not come within ${LIMIT_MS / 1000} s.\nSeen last: ${what()}`);
  return { exitCode, signal };
}

/** What a process writes, and its exit code, -1 of one that a signal ended. */
export async function outputOf(child: ChildProcess): Promise<{ readonly out: string; readonly err: string; readonly exitCode: number }> {
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => said.push(String(chunk)));
  const end = gone(child, () => `${child.spawnargs.join(' ')} wrote\n${said.join('').slice(-2000)}`);
  const [out, err, { exitCode }] = await Promise.all([child.stdout ? text(child.stdout) : '', child.stderr ? text(child.stderr) : '', end]);
  return { out, err, exitCode: exitCode ?? -1 };
}

/**
 * The next message of a process.
 * @throws {Error} when it ends, or takes too long, without one
 */
export async function messageFrom(child: ChildProcess): Promise<unknown> {
  const aborter = new AbortController();
  const { signal } = aborter;
  const timer = setTimeout(() => aborter.abort(), LIMIT_MS);
  try {
    const message = once(child, 'message', { signal }).then(([said]: unknown[]) => said);
    const end = once(child, 'close', { signal }).then(how => Promise.reject(new Error(`It ended with ${how.join(' ')} instead.`)));
    return await Promise.race([message, end]);
  } catch (error) {
    throw new Error(`Waited in vain for a message of ${child.spawnargs.join(' ')}: ${(error as Error).message}`, { cause: error });
  } finally {
    clearTimeout(timer);
    aborter.abort();
  }
}
