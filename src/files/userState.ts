import { createHash } from 'node:crypto';
import path from 'node:path';
import { readFileIn } from './readFiles';
import { removeFileIn } from './tree';
import { makeFolder, writeFileIn, type WriteOptions } from './writeFiles';

/** No note is longer. */
const LIMIT_BYTES = 100_000;

/**
 * What this user's windows and command lines remember, stored outside of every folder that may have come from elsewhere: one small file for
 * each note, so that several processes can write at the same time.
 */
export class UserState {
  /**
   * @param folder of these notes, made with the first one
   * @param options how they are written
   */
  constructor(
    private readonly folder: string,
    private readonly options: Pick<WriteOptions, 'mode'> = {},
  ) {}

  /** The note of that name; undefined if there is none that can be read. */
  async read(name: string): Promise<unknown> {
    try {
      const bytes = await readFileIn(this.folder, fileOf(name), LIMIT_BYTES);
      return bytes && (JSON.parse(bytes.toString('utf8')) as { readonly value?: unknown }).value;
    } catch {
      // A note that cannot be read counts as missing.
      return undefined;
    }
  }

  /** @throws the system's error, if it cannot be written */
  async write(name: string, value: unknown): Promise<void> {
    await makeFolder(this.folder);
    await writeFileIn(this.folder, fileOf(name), `${JSON.stringify({ name, value })}\n`, this.options);
  }

  /** One that is not there is no error. */
  async remove(name: string): Promise<void> {
    await removeFileIn(this.folder, fileOf(name));
  }
}

/** Two names never share a file: a path may have any length and letters. */
function fileOf(name: string): string {
  return `${createHash('sha256').update(name).digest('hex').slice(0, 40)}.json`;
}

/** Notes that only this user may read: keys. */
export function secretState(stateFolder: string): UserState {
  return new UserState(path.join(stateFolder, 'keys'), { mode: 0o600 });
}

/** The notes of one kind. */
export function userState(stateFolder: string, kind: 'waiting' | 'uploads'): UserState {
  return new UserState(path.join(stateFolder, kind));
}
