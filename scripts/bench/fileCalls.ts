import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** What a file server answers: by what is asked, how often a second. */
export type FileCalls = ReadonlyMap<string, number>;

const kinds: Readonly<Record<string, string>> = {
  open: 'opened',
  openat: 'opened',
  openat2: 'opened',
  stat: 'looked at',
  lstat: 'looked at',
  statx: 'looked at',
  newfstatat: 'looked at',
  readlink: 'looked at',
  access: 'looked at',
  getdents64: 'listed',
};

/**
 * The calls of a process, as strace sees them, that name something below a folder: other files are none of the file server's.
 * @param log a file for strace's output, which is removed
 */
export async function fileCalls(
  pid: number,
  options: { readonly below: string; readonly seconds: number; readonly log: string },
): Promise<FileCalls> {
  const { below, seconds, log } = options;
  const calls = Object.keys(kinds).join(',');
  const child = spawn('strace', ['-f', '-y', '-qq', '-s', '4096', '-e', `trace=${calls}`, '-o', log, '-p', String(pid)], {
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  await setTimeout(seconds * 1000);
  child.kill('SIGINT');
  await ended;
  const counts = new Map<string, number>();
  for await (const line of createInterface({ input: createReadStream(log) })) {
    const call = /^\d+\s+(\w+)\(/.exec(line)?.[1];
    const kind = call === undefined ? undefined : kinds[call];
    if (kind !== undefined && line.includes(below)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  rmSync(log);
  return new Map([...counts].map(([kind, count]) => [kind, count / seconds]));
}
