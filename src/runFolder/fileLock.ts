/**
 * A lock on a file that several processes change: a file beside it that only one process can create, which says who is at work. What a
 * process that died, or was stopped for long, has left of it is cleared away.
 *
 * A process that was taken for dead may wake: it must not change the file then. As in ownership.ts, it writes under a temporary name, looks
 * whether the lock is still its own, and renames; the next process puts its own lock in the place of the other one, removes such temporary
 * files, and only then reads.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { FileError } from '../files/fileError';
import { fileTimeIn, readFileIn, readFileInSync } from '../files/readFiles';
import { removeFileIn } from '../files/tree';
import { createFileIn, makeFoldersIn, removeUnfinished, writeFileIn } from '../files/writeFiles';
import { systemClock, type Clock } from '../util/clock';
import { HEARTBEAT_MS, isAlive, isRecent, OWNER_BYTES, ownerInWords, parseOwner, thisProcess, type Owner } from './owner';

/** How long a change of a shared file may be waited for. */
export const LOCK_MS = 15_000;
const RETRY_MS = 15;

/** What a process may do that holds a lock. */
export interface HeldLock {
  /** Writes the file that is locked, while it is. @throws {Error} if another process has taken the lock over */
  readonly write: (content: string) => Promise<void>;
}

/**
 * Does some work while holding the lock, so that no other process that uses the lock works at the same time. The folder of the file must
 * exist.
 * @param already asked while another process has the lock: what it finds is taken in place of the work
 * @throws {Error} if a living process does not release it, or if something else stands in the place of the lock
 */
export async function withFileLock<T>(
  file: string,
  work: (lock: HeldLock) => Promise<T>,
  clock: Clock = systemClock,
  already: () => Promise<T | undefined> = () => Promise.resolve(undefined),
): Promise<T> {
  const lock = new Lock(file);
  for (let waited = 0, pause = 0; !(await lock.tryToTake()); waited += pause) {
    const found = await already();
    if (found !== undefined) return found;
    if (waited >= LOCK_MS) {
      const holder = await lock.holder();
      const who = holder ? ownerInWords(holder) : 'another process';
      throw new Error(`${file}: ${who} has been changing it for ${LOCK_MS / 1000} s. If that is not so, delete ${lock.file}.`);
    }
    // The longer it lasts, the less often it is looked.
    pause = Math.max(RETRY_MS, waited / 16);
    await new Promise<void>(resolve => void clock.after(pause, resolve));
  }
  try {
    return await work(lock);
  } finally {
    await lock.release();
  }
}

/**
 * The same lock for work that takes long, kept alive by a heartbeat. Of the file's folder the one above must be there.
 * @param onLost called when another process has taken the lock over, and the work is to end
 * @returns how to release it; undefined if another process is at work
 */
export async function holdFileLock(file: string, onLost: () => void = () => undefined): Promise<(() => Promise<void>) | undefined> {
  const folder = path.dirname(file);
  await makeFoldersIn(path.dirname(folder), `${path.basename(folder)}/any`);
  const lock = new Lock(file);
  if (!(await lock.tryToTake())) return undefined;
  let beating: Promise<void> | undefined;
  const timer = setInterval(() => {
    // A heartbeat that cannot be written counts as missing.
    beating ??= lock
      .beat()
      .catch(() => undefined)
      .then(() => {
        beating = undefined;
        if (lock.isMine()) return;
        clearInterval(timer);
        onLost();
      });
  }, HEARTBEAT_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await beating;
    await lock.release();
  };
}

/** Whether a living process holds that lock. */
export async function isFileLocked(file: string): Promise<boolean> {
  return isAlive(await new Lock(file).holder().catch(() => undefined));
}

class Lock implements HeldLock {
  readonly file: string;
  private readonly folder: string;
  private readonly name: string;
  /** What tells this hold from any other one, of this process too. */
  private readonly token = randomUUID();

  constructor(private readonly locked: string) {
    this.file = `${locked}.lock`;
    this.folder = path.dirname(this.file);
    this.name = path.basename(this.file);
  }

  async tryToTake(): Promise<boolean> {
    if (await this.create(this.name)) return true;
    if (!(await this.isLeftOver())) return false;
    // Two processes may find the same stale lock. Only one of them may check again and remove it; otherwise one would remove the new lock
    // of the other.
    const clearing = `${this.name}.clearing`;
    if (!(await this.create(clearing))) {
      if (await this.isOld(clearing)) await removeFileIn(this.folder, clearing);
      return false;
    }
    try {
      return (await this.isLeftOver()) && (await this.takeOver());
    } finally {
      await removeFileIn(this.folder, clearing);
    }
  }

  /** The holder of the lock; undefined if the lock is free or just being written. @throws {Error} if it is no file of a lock */
  async holder(): Promise<Owner | undefined> {
    try {
      return parseOwner(await readFileIn(this.folder, this.name, OWNER_BYTES));
    } catch (error) {
      if (!(error instanceof FileError)) return undefined;
      throw new Error(`${this.locked} cannot be changed: ${error.message} Delete what is there.`, { cause: error });
    }
  }

  async write(content: string): Promise<void> {
    await this.writeWhileMine(path.basename(this.locked), content);
  }

  async beat(): Promise<void> {
    await this.writeWhileMine(this.name, this.content());
  }

  async release(): Promise<void> {
    if (this.isMine()) await removeFileIn(this.folder, this.name);
  }

  isMine(): boolean {
    try {
      const found = readFileInSync(this.folder, this.name, OWNER_BYTES);
      return found !== undefined && found.includes(this.token);
    } catch {
      return false;
    }
  }

  /** Atomically: a third process in between would read without waiting for what follows. */
  private async takeOver(): Promise<boolean> {
    await writeFileIn(this.folder, this.name, this.content());
    await removeUnfinished(this.folder, [this.name, path.basename(this.locked)]);
    // Its heartbeat may just have come.
    return this.isMine();
  }

  private async writeWhileMine(name: string, content: string): Promise<void> {
    const check = (): void => {
      if (!this.isMine()) throw new Error(`${this.locked}: another process has changed it meanwhile. Try again.`);
    };
    try {
      await writeFileIn(this.folder, name, content, { beforeNaming: check });
    } catch (error) {
      // The next process has removed the temporary file.
      check();
      throw error;
    }
  }

  private content(): string {
    return JSON.stringify({ ...thisProcess(), token: this.token });
  }

  private async create(name: string): Promise<boolean> {
    try {
      await createFileIn(this.folder, name, this.content());
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Windows says EPERM of one that is just being deleted.
      if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false;
      throw error;
    }
  }

  private async isLeftOver(): Promise<boolean> {
    const holder = await this.holder();
    // One without content is being written, unless that was long ago.
    return holder ? !(await isAlive(holder)) : this.isOld(this.name);
  }

  private async isOld(name: string): Promise<boolean> {
    const time = await fileTimeIn(this.folder, name);
    return time !== undefined && !isRecent(time);
  }
}
