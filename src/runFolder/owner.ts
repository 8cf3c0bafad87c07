import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { writeFileIn } from '../files/writeFiles';
import { runPaths } from './paths';
import { RunFolderError } from './runFolderError';

/** Who trains a run: what owner.json says. */
export interface Owner {
  readonly host: string;
  /** Different after every start of the machine, and in every container. */
  readonly bootId: string;
  readonly pid: number;
  /** When the process began, as the system counts it; null where it does not tell. A pid alone comes again. */
  readonly processStart: string | null;
  /** From 1; each resumption is one more. */
  readonly attempt: number;
  /** ISO 8601, UTC; every five seconds. */
  readonly heartbeat: string;
}

export const HEARTBEAT_MS = 5_000;
/** So old a heartbeat of another machine means that it has stopped. */
export const STALE_MS = 60_000;

/** Whether somebody works on the run: here by the process, elsewhere by the heartbeat. */
export async function isAlive(owner: Owner | undefined, now = Date.now()): Promise<boolean> {
  if (!owner) return false;
  const isFresh = now - Date.parse(owner.heartbeat) <= STALE_MS;
  if (owner.host !== os.hostname() || owner.bootId !== bootId()) return isFresh;
  if (!processExists(owner.pid)) return false;
  const start = processStart(owner.pid);
  return start === null || owner.processStart === null ? isFresh : start === owner.processStart;
}

/** owner.json; undefined if there is none, or one that cannot be read. */
export async function readOwner(folder: string): Promise<Owner | undefined> {
  return readOwnerFile(runPaths(folder).owner);
}

/** This process, as the owner of something. */
export function thisProcess(attempt = 1): Owner {
  const { pid } = process;
  return { host: os.hostname(), bootId: bootId(), pid, processStart: processStart(pid), attempt, heartbeat: new Date().toISOString() };
}

/**
 * Makes this process the owner of a run.
 *
 * The claim to an attempt is a file that only one process can create; owner.json then says who it was. So of two that resume a run at
 * once one wins, whatever the order of their steps.
 * @throws {RunFolderError} if somebody else works on it
 */
export async function takeOwnership(folder: string): Promise<Ownership> {
  let attempt = ((await readOwner(folder))?.attempt ?? 0) + 1;
  for (; ; attempt++) {
    const me = thisProcess(attempt);
    if (await isAlive(await readOwner(folder))) throw inUse(folder, await readOwner(folder));
    const claim = claimFile(folder, attempt);
    try {
      await writeFile(claim, JSON.stringify(me), { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const other = await readOwnerFile(claim);
      // A claim without content is being written, unless whoever wrote it is long gone.
      if (other ? await isAlive(other) : await isFresh(claim)) throw inUse(folder, other);
      continue;
    }
    await writeFileIn(folder, 'owner.json', JSON.stringify(me));
    return new Ownership(folder, me);
  }
}

/** This process's hold on a run, kept alive by its heartbeat until it is given up. */
export class Ownership {
  private readonly timer: NodeJS.Timeout;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly owner: Owner,
  ) {
    this.timer = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.timer.unref();
  }

  /** Nobody works on the run any more. */
  async release(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    const claims = (await readdir(this.folder)).filter(name => /^owner\.\d+\.json$/.test(name));
    for (const name of ['owner.json', ...claims]) await rm(path.join(this.folder, name), { force: true });
  }

  private beat(): void {
    const owner = { ...this.owner, heartbeat: new Date().toISOString() };
    // A heartbeat that cannot be written is one that is missing; the disk's trouble shows elsewhere.
    this.writing = writeFileIn(this.folder, 'owner.json', JSON.stringify(owner)).catch(() => undefined);
  }
}

async function isFresh(file: string): Promise<boolean> {
  const modified = await stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => -Infinity,
  );
  return Date.now() - modified < STALE_MS;
}

function claimFile(folder: string, attempt: number): string {
  return path.join(folder, `owner.${attempt}.json`);
}

function inUse(folder: string, owner: Owner | undefined): RunFolderError {
  const who = owner ? `process ${owner.pid} on ${owner.host}` : 'another process';
  return new RunFolderError(`${folder}: ${who} is working on this run. Wait until it has ended, or stop it first.`);
}

async function readOwnerFile(file: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Linux: field 22 of /proc/PID/stat, in clock ticks since the machine started. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
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
