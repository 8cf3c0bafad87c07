import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileCallsIn, straceArguments } from './fileCalls.mjs';

/**
 * The calls of a process, as strace sees them, that are about something below a folder: other files are none of the file server's.
 * @param log a file for strace's output, which is removed
 * @returns by what is asked, how often a second
 */
export async function fileCalls(
  pid: number,
  { below, seconds, log }: { readonly below: string; readonly seconds: number; readonly log: string },
): Promise<ReadonlyMap<string, number>> {
  const child = spawn('strace', [...straceArguments, '-o', log, '-p', String(pid)], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await setTimeout(seconds * 1000);
  child.kill('SIGINT');
  await ended;
  const counts = new Map<string, number>();
  for await (const { kind, file } of fileCallsIn(log)) if (file.startsWith(below)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  rmSync(log);
  return new Map([...counts].map(([kind, count]) => [kind, count / seconds]));
}
