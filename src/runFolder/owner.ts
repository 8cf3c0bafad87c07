import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import { isAttempt } from '../contract/attempts';
import { readFileIn, readFileInSync } from '../files/readFiles';

/** The process that trains a run, as owner.json names it. */
export interface Owner {
  readonly host: string;
  /** Different after every start of the machine, and in every container. */
  readonly bootId: string;
  readonly pid: number;
  /** When the process began, as the system counts it; null where it does not tell. A pid alone is used again by later processes. */
  readonly processStart: string | null;
  /** From 1; each resumption is one more, over the whole life of the run. */
  readonly attempt: number;
  /** ISO 8601, UTC; every five seconds. */
  readonly heartbeat: string;
}

export const HEARTBEAT_MS = 5_000;
/** A heartbeat of this age means that its process has stopped; one that is so far ahead of this clock is not a heartbeat. */
export const STALE_MS = 60_000;

export const OWNER_FILE = 'owner.json';
/** It has some two hundred. */
export const OWNER_BYTES = 16_384;

/**
 * Whether a process works on the run: its heartbeat is fresh and, where this can be checked, the process exists. Neither is enough alone: a
 * process that exists may be suspended or hang, and one with a fresh heartbeat may have died a second ago.
 */
export async function isAlive(owner: Owner | undefined, now = Date.now()): Promise<boolean> {
  return owner !== undefined && isRecent(Date.parse(owner.heartbeat), now) && isRunning(owner, now);
}

/**
 * Whether a process without a heartbeat exists that recorded its identity once. A zombie, which has ended and which its parent has not
 * collected, does not count. Where this cannot be checked, on another machine or in another container, the process counts as existing for a
 * limited time.
 */
export function isRunning(owner: Owner | undefined, now = Date.now()): boolean {
  if (!owner) return false;
  const wasThere = isRecent(Date.parse(owner.heartbeat), now);
  if (owner.host !== os.hostname() || owner.bootId !== bootId()) return wasThere;
  if (!processExists(owner.pid)) return false;
  const found = processState(owner.pid);
  if (!found) return wasThere;
  return !found.hasEnded && (owner.processStart === null ? wasThere : found.start === owner.processStart);
}

/** Whether a time is close enough to now to be a sign of life; an invalid time, or one far in the future, is not. */
export function isRecent(time: number, now = Date.now()): boolean {
  return Math.abs(now - time) <= STALE_MS;
}

/** Whether both are the same process at the same attempt; the heartbeat moves. */
export function isSameOwner(a: Owner, b: Owner): boolean {
  return (['host', 'bootId', 'pid', 'processStart', 'attempt'] as const).every(key => a[key] === b[key]);
}

/** owner.json; undefined if there is none, or one that cannot be read. */
export async function readOwner(folder: string): Promise<Owner | undefined> {
  return readOwnerFile(folder, OWNER_FILE);
}

/** The owner that a file of a folder names; undefined if there is no such file or it contains something else. */
export async function readOwnerFile(folder: string, name: string): Promise<Owner | undefined> {
  return parseOwner(await readFileIn(folder, name, OWNER_BYTES).catch(() => undefined));
}

/** The same, at once. */
export function readOwnerFileSync(folder: string, name: string): Owner | undefined {
  try {
    return parseOwner(readFileInSync(folder, name, OWNER_BYTES));
  } catch {
    return undefined;
  }
}

/** This process, as the owner of something. */
export function thisProcess(attempt = 1): Owner {
  const { pid } = process;
  return {
    host: os.hostname(),
    bootId: bootId(),
    pid,
    processStart: processState(pid)?.start ?? null,
    attempt,
    heartbeat: new Date().toISOString(),
  };
}

/** An owner out of the bytes of a file; undefined of anything else. */
export function parseOwner(bytes: Uint8Array | undefined): Owner | undefined {
  if (!bytes) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch {
    return undefined;
  }
  const { host, bootId: boot, pid, processStart, attempt, heartbeat } = (value ?? {}) as { readonly [K in keyof Owner]?: unknown };
  if (typeof host !== 'string' || typeof boot !== 'string' || typeof heartbeat !== 'string' || !isAttempt(attempt)) return undefined;
  if (!Number.isInteger(pid) || (pid as number) < 1 || (pid as number) > 0x7fff_ffff) return undefined;
  if (processStart !== null && typeof processStart !== 'string') return undefined;
  return { host, bootId: boot, pid: pid as number, processStart, attempt, heartbeat };
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Linux: fields 3 and 22 of /proc/PID/stat, the state and the start in clock ticks since the machine started. Undefined elsewhere. */
function processState(pid: number): { readonly hasEnded: boolean; readonly start: string | null } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { hasEnded: ['Z', 'X', 'x'].includes(fields[0] ?? ''), start: fields[19] ?? null };
  } catch {
    return undefined;
  }
}

/** The same for processes that know each other by their pids: a container has its own, on a host whose name it may share. */
function bootId(): string {
  const file = '/proc/sys/kernel/random/boot_id';
  const pids = '/proc/self/ns/pid';
  if (existsSync(file)) return [readFileSync(file, 'utf8').trim(), ...(existsSync(pids) ? [readlinkSync(pids)] : [])].join(' ');
  // To ten seconds, since the clock and the uptime are not read at the same moment.
  return `up since ${Math.round((Date.now() / 1000 - os.uptime()) / 10) * 10}`;
}
