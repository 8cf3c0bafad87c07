import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';
import type { InferOutput } from 'valibot';
import { owner as ownerFile } from '../contract/formats/owner';
import { parseJson } from '../contract/formats/parseJson';
import { readFileIn, readFileInSync } from '../files/readFiles';
import { slurmJob, startsAgain } from './slurmJob';

/** The process that trains a run, as owner.json names it. */
export type Owner = InferOutput<typeof ownerFile>;

/** Thousands of runs may have theirs on one file system; three that are missed do no harm. */
export const HEARTBEAT_MS = 15_000;
/** A heartbeat of this age means that its process has stopped; one that is so far ahead of this clock is not a heartbeat. */
export const STALE_MS = 60_000;

export const OWNER_FILE = 'owner.json';
/** It has some two hundred. */
export const OWNER_BYTES = 16_384;

/**
 * Whether a process works on the run: its heartbeat is fresh and, where this can be checked, the process exists. Neither is enough alone: a
 * process that exists may be suspended or hang, and one with a fresh heartbeat may have died a second ago. One whose job Slurm has started
 * again, which this process is part of, does not count, whether or not it still computes.
 */
export async function isAlive(owner: Owner | undefined, now = Date.now()): Promise<boolean> {
  if (!owner || (owner.slurm && startsAgain(slurmJob(), owner.slurm))) return false;
  return isRecent(Date.parse(owner.heartbeat), now) && isRunning(owner, now);
}

/**
 * Whether a process without a heartbeat exists that recorded its identity once. A zombie, which has ended and which its parent has not
 * collected, does not count. Where this cannot be checked, on another machine or in another container, the process counts as existing for a
 * limited time.
 */
export function isRunning(owner: Owner | undefined, now = Date.now()): boolean {
  return owner !== undefined && (isThere(owner) ?? isRecent(Date.parse(owner.heartbeat), now));
}

/** Whether a process has ended for certain: one of another machine, or of another container, never has. */
export function hasEnded(owner: Owner): boolean {
  return isThere(owner) === false;
}

/** Undefined where this cannot be seen. */
function isThere({ host, bootId: boot, pid, processStart }: Owner): boolean | undefined {
  if (host !== os.hostname() || boot !== bootId()) return undefined;
  if (!processExists(pid)) return false;
  const found = processState(pid);
  if (found?.hasEnded) return false;
  return found && processStart !== null ? found.start === processStart : undefined;
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
  const slurm = slurmJob();
  return {
    host: os.hostname(),
    bootId: bootId(),
    pid,
    processStart: processState(pid)?.start ?? null,
    attempt,
    heartbeat: new Date().toISOString(),
    ...(slurm && { slurm }),
  };
}

/** An owner out of the bytes of a file; undefined of anything else. */
export function parseOwner(bytes: Uint8Array | undefined): Owner | undefined {
  if (!bytes) return undefined;
  try {
    return parseJson(ownerFile, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'), OWNER_FILE);
  } catch {
    return undefined;
  }
}

/** `process 12 on n1, Slurm job 17_3` */
export function ownerInWords({ pid, host, slurm }: Owner): string {
  return `process ${pid} on ${host}${slurm ? `, Slurm job ${slurm.job}` : ''}`;
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
