import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HEARTBEAT_MS, isAlive, STALE_MS, thisProcess, type Owner } from './owner';
import { systemClock, type Clock } from '../util/clock';

/** How long a change of a shared file may be waited for. */
export const LOCK_MS = 15_000;
const RETRY_MS = 15;

/**
 * Does something while no other process that asks in the same way does: a file beside the one that is meant, which only one can create,
 * says who is at work. What a process that died left of it is put aside.
 * @throws {Error} if a living process does not let go
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>, clock: Clock = systemClock): Promise<T> {
  const lock = `${file}.lock`;
  await mkdir(path.dirname(file), { recursive: true });
  for (let waited = 0; !(await tryToLock(lock)); waited += RETRY_MS) {
    if (waited >= LOCK_MS) {
      const holder = await readHolder(lock);
      const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
      throw new Error(`${file}: ${who} has been changing it for ${LOCK_MS / 1000} s. If that is not so, delete ${lock}.`);
    }
    await new Promise<void>(resolve => void clock.after(RETRY_MS, resolve));
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/**
 * The same lock for work that takes long, kept alive by a heartbeat.
 * @returns how to let go; undefined if somebody else is at work
 */
export async function holdFileLock(file: string): Promise<(() => Promise<void>) | undefined> {
  const lock = `${file}.lock`;
  await mkdir(path.dirname(file), { recursive: true });
  if (!(await tryToLock(lock))) return undefined;
  let writing: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    // A heartbeat that cannot be written is one that is missing. The folder is not made again if it was deleted.
    writing = writeFile(lock, JSON.stringify(thisProcess())).catch(() => undefined);
  }, HEARTBEAT_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await writing;
    await rm(lock, { force: true });
  };
}

/** Whether a living process holds that lock. */
export async function isFileLocked(file: string): Promise<boolean> {
  return isAlive(await readHolder(`${file}.lock`));
}

async function tryToLock(lock: string): Promise<boolean> {
  if (await create(lock)) return true;
  if (!(await isLeftOver(lock))) return false;
  // Two may find the same one left over. Only one of them looks again and clears it away, or it would clear away the other's new one.
  const clearing = `${lock}.clearing`;
  if (!(await create(clearing))) {
    if (await isOld(clearing)) await rm(clearing, { force: true });
    return false;
  }
  try {
    if (await isLeftOver(lock)) await rm(lock, { force: true });
  } finally {
    await rm(clearing, { force: true });
  }
  return create(lock);
}

async function create(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, JSON.stringify(thisProcess()), { flag: 'wx' });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Windows says EPERM of one that is just being deleted.
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false;
    throw error;
  }
}

async function isLeftOver(lock: string): Promise<boolean> {
  const holder = await readHolder(lock);
  // One without content is being written, unless whoever wrote it is long gone.
  return holder ? !(await isAlive(holder)) : isOld(lock);
}

async function readHolder(lock: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(lock, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

async function isOld(file: string): Promise<boolean> {
  return stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs > STALE_MS,
    () => false,
  );
}
