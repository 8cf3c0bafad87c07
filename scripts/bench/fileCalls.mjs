// What processes ask of file systems, from what strace saw of them.
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What is counted, in the order of a table. A `close` comes with every `open` and `create`, and is not counted. */
export const kinds = /** @type {const} */ (['open', 'create', 'stat', 'read', 'write', 'sync', 'rename', 'remove', 'mkdir', 'list']);

/** @typedef {typeof kinds[number]} Kind */
/** @typedef {{ readonly kind: Kind, readonly file: string, readonly bytes: number, readonly failed: boolean, readonly seconds: number }} FileCall */

/** @type {Readonly<Record<string, Kind>>} */
const kindOf = {
  open: 'open',
  openat: 'open',
  openat2: 'open',
  creat: 'create',
  stat: 'stat',
  lstat: 'stat',
  fstat: 'stat',
  newfstatat: 'stat',
  statx: 'stat',
  access: 'stat',
  faccessat: 'stat',
  faccessat2: 'stat',
  readlink: 'stat',
  readlinkat: 'stat',
  read: 'read',
  readv: 'read',
  pread64: 'read',
  preadv: 'read',
  write: 'write',
  writev: 'write',
  pwrite64: 'write',
  pwritev: 'write',
  ftruncate: 'write',
  fsync: 'sync',
  fdatasync: 'sync',
  rename: 'rename',
  renameat: 'rename',
  renameat2: 'rename',
  unlink: 'remove',
  unlinkat: 'remove',
  rmdir: 'remove',
  mkdir: 'mkdir',
  mkdirat: 'mkdir',
  getdents64: 'list',
};

/** The arguments of strace with which it writes what `fileCallsIn` reads. */
export const straceArguments = [
  '--follow-forks',
  '--seccomp-bpf',
  '--quiet=all',
  '--decode-fds=path',
  '--timestamps=unix,us',
  '--string-limit=300',
  '--trace',
  Object.keys(kindOf).join(','),
];

/**
 * The calls of a log of strace that name a file, or use one that is open; not those of pipes, sockets and the like.
 * @param {string} log
 * @returns {AsyncGenerator<FileCall>}
 */
export async function* fileCallsIn(log) {
  /** @type {Map<string, string>} Calls that another process interrupted the writing of, by process. */
  const begun = new Map();
  for await (const line of createInterface({ input: createReadStream(log), crlfDelay: Infinity })) {
    const [, pid = '', time = '', text = ''] = /^(\d+) +([\d.]+) (.*)$/.exec(line) ?? [];
    if (text.endsWith('<unfinished ...>')) {
      begun.set(pid, text.slice(0, -'<unfinished ...>'.length));
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    const call = callOf(resumed ? `${begun.get(pid) ?? ''}${resumed[1]}` : text);
    if (call) yield { ...call, seconds: Number(time) };
  }
}

/**
 * @param {string} text
 * @returns {Omit<FileCall, 'seconds'> | undefined}
 */
function callOf(text) {
  const [, name = '', args = ''] = /^(\w+)\((.*)$/.exec(text) ?? [];
  const kind = kindOf[name];
  const file = fileOf(args);
  if (kind === undefined || file === undefined) return undefined;
  const result = Number(/ = (-?\d+)(?:<| |$)(?!.* = )/.exec(args)?.[1] ?? NaN);
  const isMade = kind === 'open' && args.includes('O_CREAT');
  const bytes = kind === 'read' || kind === 'write' ? Math.max(0, result || 0) : 0;
  return { kind: isMade ? 'create' : kind, file, bytes, failed: result < 0 };
}

/**
 * The file that a call is about: the path of an open one, or the path that is given.
 * @param {string} args
 */
function fileOf(args) {
  const open = /^\d+<([^>]*)>/.exec(args)?.[1];
  const from = /^AT_FDCWD<([^>]*)>/.exec(args)?.[1];
  const given = /^(?:AT_FDCWD<[^>]*>, )?"([^"]*)"/.exec(args)?.[1];
  if (open !== undefined) return path.isAbsolute(open) ? open : undefined;
  return given === undefined || given === '' ? undefined : path.resolve(from ?? '/', given);
}
