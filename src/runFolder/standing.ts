import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { attemptOf, isAttempt } from '../contract/attempts';
import { tooBigError } from '../files/fileError';
import { fileTimeIn, readRange, useFileIn, type OpenFile } from '../files/readFiles';
import { isAlive, isRecent, OWNER_FILE, readOwnerFile, type Owner } from './owner';
import { asRunFolderError, limits } from './readFile';
import { RunFolderError } from './runFolderError';

/** The state of a run's ownership, for a process that considers taking it over. */
export interface Standing {
  /** The highest attempt that any file of the run names; 0 before the first. */
  readonly last: number;
  /** A process works on it, or is about to. */
  readonly isHeld: boolean;
  readonly holder: Owner | undefined;
}

/** The claim to an attempt: a file that only one process can create. */
export function claimFile(attempt: number): string {
  return `owner.${attempt}.json`;
}

/** The attempts that files of these names are claims to. */
export function claimsAmong(names: readonly string[]): number[] {
  return names.map(name => Number(/^owner\.([1-9]\d*)\.json$/.exec(name)?.[1])).filter(isAttempt);
}

/**
 * Reads the state of a run's ownership. The traces of an attempt are examined in the opposite order to that in which they appear: of an
 * attempt that begins meanwhile the claim or owner.json is still seen, of one that has ended its events.
 * @param mine a claim that does not count
 * @throws {RunFolderError} if events.jsonl is none; the system's error if the folder cannot be read
 */
export async function standingOf(folder: string, mine?: number): Promise<Standing> {
  let last = await lastOfEvents(folder);
  let claimed: { readonly attempt: number; readonly by: Owner | undefined } | undefined;
  for (const attempt of claimsAmong(await readdir(folder))) {
    if (attempt === mine) continue;
    last = Math.max(last, attempt);
    const by = await readOwnerFile(folder, claimFile(attempt));
    // One without content is being written, unless that was long ago.
    const isFresh = by ? await isAlive(by) : isRecent((await fileTimeIn(folder, claimFile(attempt))) ?? NaN);
    if (isFresh && attempt > (claimed?.attempt ?? 0)) claimed = { attempt, by };
  }
  const owner = await readOwnerFile(folder, OWNER_FILE);
  last = Math.max(last, owner?.attempt ?? 0);
  if (await isAlive(owner)) return { last, isHeld: true, holder: owner };
  // From owner.json on its heartbeat counts, and not that of the claim before it. One that ends removes its claim first.
  const isHeld =
    claimed !== undefined &&
    claimed.attempt > (owner?.attempt ?? 0) &&
    (await fileTimeIn(folder, claimFile(claimed.attempt))) !== undefined;
  return { last, isHeld, holder: isHeld ? claimed?.by : undefined };
}

/** More than the last lines of most runs take. */
const TAIL_BYTES = 65_536;

/** The highest attempt among the last lines of events.jsonl; 0 if they tell of none. */
async function lastOfEvents(folder: string): Promise<number> {
  return (await useFileIn(folder, 'events.jsonl', file => lastOf(file, path.join(folder, 'events.jsonl')))) ?? 0;
}

async function lastOf(file: OpenFile, name: string): Promise<number> {
  const { size } = file;
  if (size > limits.events) throw asRunFolderError(tooBigError(name, limits.events));
  // Until there is a whole line: the last one may be long, or torn.
  for (let length = Math.min(size, TAIL_BYTES); ; length = Math.min(size, length * 4)) {
    const bytes = await readRange(file, size - length, length);
    const last = lastAmong(bytes.toString('utf8').split('\n'));
    if (last !== undefined || length === size) return last ?? 0;
    if (length >= limits.line)
      throw new RunFolderError(`${name}: there is no event in its last ${length} bytes. It is not what Digits Lab wrote.`);
  }
}

/** The highest attempt among lines; undefined if none of them is an event. */
function lastAmong(lines: readonly string[]): number | undefined {
  let last: number | undefined;
  for (const line of lines) {
    try {
      const event: unknown = JSON.parse(line);
      if (typeof event === 'object' && event !== null) last = Math.max(last ?? 0, attemptOf(event));
    } catch {
      // Its beginning lies before, or it is torn.
    }
  }
  return last;
}
