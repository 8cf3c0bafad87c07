/**
 * Who may write into a run's folder, and how a process that may not any more is kept from it.
 *
 * A process takes a run by claiming the next attempt: it makes a file `owner.N.json` that must not be there yet. Then it removes the
 * temporary files of all that a trainer writes, then it says in owner.json who it is, and only then it reads what the attempts before left.
 * A process that was taken for dead (its machine slept, its container was stopped) may wake in the middle of any step. It cannot do harm:
 *
 * - A file is written under a temporary name, then it is checked whether this attempt is still the last, then it is renamed. If the renaming
 *   comes before the next attempt has removed the temporary files, the next attempt reads what was renamed. If it comes after, the
 *   temporary file is gone and there is nothing to rename. A temporary file that is made later still is checked later still, when the
 *   claim is there.
 * - A line of events.jsonl carries the attempt. One that is written between the check and the next attempt's first line, or after it, is
 *   passed over by its number. Where the process before may still be there, the next attempt puts a copy in the place of the file, so that
 *   such a line comes into none: on a disk of another machine it might come in the middle of another one.
 * - What is removed at the end of a run is owner.json and the claims up to its own number. Should that be the next attempt's owner.json, its
 *   claim still stands, and its heartbeat writes the file anew.
 *
 * The folder must be the very folder that was opened: one that was deleted is not made again.
 */
import { lstatSync, readdirSync, type BigIntStats } from 'node:fs';
import { isAttempt } from '../contract/attempts';
import { FileError, linkError } from '../files/fileError';
import { isMissing } from '../files/location';
import { readFileInSync } from '../files/readFiles';
import { removeFileIn } from '../files/tree';
import { createFileIn, removeUnfinished, writeFileIn } from '../files/writeFiles';
import {
  hasEnded,
  HEARTBEAT_MS,
  isSameOwner,
  OWNER_BYTES,
  OWNER_FILE,
  ownerInWords,
  parseOwner,
  readOwnerFile,
  readOwnerFileSync,
  thisProcess,
  type Owner,
} from './owner';
import { trainersFiles } from './paths';
import { RunFolderError } from './runFolderError';
import { claimFile, claimsAmong, standingOf } from './standing';

/** Another process has taken the run over, or its folder is gone: nothing more may be written into it. */
export class LostRunError extends RunFolderError {}

/** How many times other processes may begin and end while this one tries. */
const TRIES = 100;

/**
 * Makes this process the owner of a run. If several processes try at the same time, exactly one succeeds, whatever the order of their
 * steps.
 * @param after refused if there was a later attempt than this one
 * @throws {RunFolderError} if another process works on it; {FileError} if the folder is a link; the system's error if it cannot be written
 */
export async function takeOwnership(folder: string, after = Infinity): Promise<Ownership> {
  const identity = identityOf(folder);
  for (let tries = 0; tries < TRIES; tries++) {
    const { last, isHeld, holder } = await standingOf(folder);
    if (isHeld) throw inUse(folder, holder);
    if (last > after) throw new LostRunError(`${folder}: another process has gone on with this run meanwhile (attempt ${last}).`);
    const attempt = last + 1;
    if (!isAttempt(attempt)) throw new RunFolderError(`${folder}: its files tell of attempt ${last}. That is not what Digits Lab wrote.`);
    const me = thisProcess(attempt);
    if (!(await claim(folder, me))) continue;
    const ownership = new Ownership(folder, identity, me);
    try {
      // Another one may have begun and ended since it was looked, with this number.
      const isNew = (await standingOf(folder, attempt)).last < attempt;
      if (isNew) {
        ownership.hasRival = await mayHaveRival(folder, attempt);
        await removeUnfinished(folder, trainersFiles);
        await ownership.announce();
        return ownership;
      }
    } catch (error) {
      await ownership.withdraw().catch(() => undefined);
      throw error;
    }
    await ownership.withdraw();
  }
  throw inUse(folder, undefined);
}

/** Whether a process of an attempt before this one has neither given the run up nor ended for certain. */
async function mayHaveRival(folder: string, attempt: number): Promise<boolean> {
  const claims = claimsAmong(readdirSync(folder)).filter(claimed => claimed < attempt);
  const owners = await Promise.all([OWNER_FILE, ...claims.map(claimFile)].map(name => readOwnerFile(folder, name)));
  return owners.some(owner => owner !== undefined && !hasEnded(owner));
}

/**
 * Gives a run up whose process has ended without doing so, as far as this machine can tell: from then on no other machine waits until its
 * heartbeat is old. Nothing but who owns it is changed.
 * @param attempt of that process; refused if there was a later one
 * @throws as takeOwnership()
 */
export async function releaseEnded(folder: string, attempt: number): Promise<void> {
  await (await takeOwnership(folder, attempt)).release();
}

/** @returns false if there is a claim to that attempt */
async function claim(folder: string, owner: Owner): Promise<boolean> {
  try {
    await createFileIn(folder, claimFile(owner.attempt), JSON.stringify(owner));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** This process's hold on a run, kept alive by its heartbeat until it is given up or lost. */
export class Ownership {
  private timer: NodeJS.Timeout | undefined;
  private readonly losing = new AbortController();
  private beating: Promise<void> | undefined;
  private isAnnounced = false;
  /** A process of an earlier attempt, which is taken for dead, may still be there. */
  hasRival = false;
  /** How the folder was when everything in it was looked at last. */
  private seen: { readonly at: number; readonly stamp: Stamp } | undefined;

  constructor(
    private readonly folder: string,
    private readonly identity: FolderIdentity,
    private readonly me: Owner,
  ) {}

  get attempt(): number {
    return this.me.attempt;
  }

  /** Aborted, with the reason, as soon as it is found that the run is not this process's any more. */
  get lost(): AbortSignal {
    return this.losing.signal;
  }

  /** @throws {LostRunError} if the run is not this process's any more, now and ever after; the system's error if that cannot be seen */
  check(): void {
    if (!this.lost.aborted) {
      const why = this.whyLost();
      if (why !== undefined) this.lose(why);
    }
    this.lost.throwIfAborted();
  }

  /**
   * The same for frequent calls: while nothing was added to the folder or removed from it, examining the folder itself is enough. On a disk
   * of another machine that information may be slightly old, and is trusted for a second.
   * @returns whether everything was checked
   */
  checkOften(): boolean {
    this.lost.throwIfAborted();
    const now = Date.now();
    let stamp: Stamp | undefined;
    try {
      stamp = stampOf(this.folder);
    } catch {
      // What is wrong the whole look tells.
    }
    const { seen } = this;
    if (stamp && seen && now - seen.at < BELIEVED_MS && isSameStamp(stamp, seen.stamp)) return false;
    this.check();
    // A change in the same moment as the last one might leave no trace.
    this.seen = stamp && now - stamp.changedMs > SETTLED_MS ? { at: now, stamp } : undefined;
    return true;
  }

  /** Gives the run up as it is, since going on would do harm. */
  lose(why: string): void {
    clearInterval(this.timer);
    this.losing.abort(new LostRunError(why));
  }

  /**
   * Writes a file of the run, whole or not at all, and only while the run is this process's.
   * @param name relative to the folder, with `/` on every system
   * @param how unsynced: its content may be lost with the machine
   * @throws {LostRunError} if it is not; {FileError} behind a link; the system's error if it cannot be written
   */
  async write(
    name: string,
    content: Uint8Array | string | AsyncIterable<Uint8Array>,
    how: { readonly unsynced?: boolean } = {},
  ): Promise<void> {
    this.lost.throwIfAborted();
    try {
      await writeFileIn(this.folder, name, content, { ...how, beforeNaming: () => this.check() });
    } catch (error) {
      // Without its folder, or without its temporary file, which the next attempt has removed.
      this.check();
      throw error;
    }
  }

  /** Says in owner.json who this is; from then on another owner.json means that the run is lost. */
  async announce(): Promise<void> {
    await this.writeOwner(this.me);
    this.isAnnounced = true;
    this.timer ??= setInterval(() => this.beat(), HEARTBEAT_MS).unref();
  }

  /** Withdraws the claim of a process that has not yet declared itself the owner. */
  async withdraw(): Promise<void> {
    await removeFileIn(this.folder, claimFile(this.attempt));
  }

  /** Ends the work of this process on the run. If the run was lost, nothing is touched. */
  async release(): Promise<void> {
    clearInterval(this.timer);
    await this.beating;
    try {
      this.check();
    } catch (error) {
      if (error instanceof LostRunError) return;
      throw error;
    }
    const claims = claimsAmong(readdirSync(this.folder)).filter(attempt => attempt <= this.attempt);
    // owner.json last: a claim without it would count as one that is just being made.
    for (const name of [...claims.map(claimFile), OWNER_FILE]) await removeFileIn(this.folder, name);
    this.lose(`${this.folder}: this run was given up. Nothing more is written by this process.`);
  }

  private beat(): void {
    const owner: Owner = { ...this.me, heartbeat: new Date().toISOString() };
    // A heartbeat that cannot be written is one that is missing; the disk's trouble shows elsewhere, and a loss by the signal.
    this.beating ??= this.writeOwner(owner)
      .catch(() => undefined)
      .finally(() => (this.beating = undefined));
  }

  /** Not synced: with the machine the process is lost too that it tells of. */
  private async writeOwner(owner: Owner): Promise<void> {
    await this.write(OWNER_FILE, JSON.stringify(owner), { unsynced: true });
  }

  private whyLost(): string | undefined {
    const { folder, me } = this;
    const names = this.namesInFolder();
    if (!names) return `${folder}: the run's folder was removed while it was being trained. Nothing more is written.`;
    const claims = claimsAmong(names);
    const later = claims.reduce((most, attempt) => Math.max(most, attempt), 0);
    if (later > me.attempt) return takenOver(folder, readOwnerFileSync(folder, claimFile(later)), later);
    const hasClaim = claims.includes(me.attempt);
    if (!this.isAnnounced) return hasClaim ? undefined : takenOver(folder, undefined);
    let found: Buffer | undefined;
    try {
      found = readFileInSync(folder, OWNER_FILE, OWNER_BYTES);
    } catch (error) {
      if (error instanceof FileError) return takenOver(folder, undefined);
    }
    const owner = parseOwner(found);
    // An older attempt that ended meanwhile may have removed it, and Windows does not always let it be read: then the claim tells.
    if (found ? owner && isSameOwner(owner, me) : hasClaim) return undefined;
    if (found) return takenOver(folder, owner);
    return `${folder}: another process has taken this run over and has ended, or the folder is being removed. Nothing more is written by this one.`;
  }

  /** What is in the folder; undefined if it is not the one any more that was opened. */
  private namesInFolder(): readonly string[] | undefined {
    try {
      if (!isSameFolder(identityOf(this.folder), this.identity)) return undefined;
      return readdirSync(this.folder);
    } catch (error) {
      if (isMissing(error) || error instanceof FileError) return undefined;
      throw error;
    }
  }
}

/** How long it is believed that an unchanged folder is unchanged. */
const BELIEVED_MS = 1_000;
/** Longer than the steps of the time that a file system writes down. */
const SETTLED_MS = 50;

/** What is different after something has come into a folder or gone from it. */
interface Stamp extends FolderIdentity {
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly changedMs: number;
}

function stampOf(folder: string): Stamp {
  const { dev, ino, mtimeNs, ctimeNs } = lstatSync(folder, { bigint: true });
  return { dev, ino, mtimeNs, ctimeNs, changedMs: Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n) };
}

function isSameStamp(a: Stamp, b: Stamp): boolean {
  return isSameFolder(a, b) && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}

/** What distinguishes a folder from another one of the same name. */
type FolderIdentity = Pick<BigIntStats, 'dev' | 'ino'>;

/** @throws {FileError} if it is a link or no folder; the system's error if it is missing */
function identityOf(folder: string): FolderIdentity {
  const found = lstatSync(folder, { bigint: true });
  if (found.isSymbolicLink()) throw linkError(folder);
  if (!found.isDirectory()) throw new FileError('notAFolder', `${folder}: this is a file; expected a folder.`);
  return found;
}

function isSameFolder(a: FolderIdentity, b: FolderIdentity): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

function takenOver(folder: string, owner: Owner | undefined, attempt = owner?.attempt): string {
  const who = [attempt && `attempt ${attempt}`, owner && ownerInWords(owner)].filter(Boolean).join(', ');
  return `${folder}: another process${who && ` (${who})`} has taken this run over. Nothing more is written by this one.`;
}

function inUse(folder: string, owner: Owner | undefined): RunFolderError {
  const who = owner ? ownerInWords(owner) : 'another process';
  return new RunFolderError(`${folder}: ${who} is working on this run. Wait until it has ended, or stop it first.`);
}
