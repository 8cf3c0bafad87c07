import { rename as systemRename } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** What renaming needs of the outside world. */
export interface RenameSystem {
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly wait: (ms: number) => Promise<unknown>;
}

/** The delays before the attempts after the first; 1.25 s in all. */
const WAITS_MS = [10, 20, 40, 80, 150, 250, 350, 350];

/**
 * Renames a file or folder, over one that is there already.
 *
 * On Windows a file cannot be replaced, nor a folder moved, while a program has it open: a virus scanner, an indexer, an editor that
 * watches. They let go soon, so such a refusal is tried again for a second or so. Elsewhere the same refusals are meant, and come at once.
 * @throws the system's error, when it lasts or is another one
 */
export async function rename(
  from: string,
  to: string,
  platform: NodeJS.Platform = process.platform,
  system: RenameSystem = { rename: systemRename, wait: setTimeout },
): Promise<void> {
  const waits = platform === 'win32' ? WAITS_MS : [];
  for (let attempt = 0; ; attempt++) {
    try {
      return await system.rename(from, to);
    } catch (error) {
      const wait = waits[attempt];
      if (wait === undefined || !['EPERM', 'EACCES', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await system.wait(wait);
    }
  }
}
