import { lstat } from 'node:fs/promises';
import { AT_ONCE } from '../runFolder/listRuns';
import { mapAtOnce } from '../util/mapAtOnce';

/** How many folders are looked at each time, however many there are. */
export const MOST_UNFINISHED_LOOKS = 20;

/** A run that is not at its end and that nobody works on, or a folder that cannot be read as one. */
export interface UnfinishedRun {
  readonly id: string;
  readonly folder: string;
}

/**
 * Finds out which runs another machine has gone on with, where no file watcher tells: by the time at which something in their folders was last
 * made, replaced or removed, which is one question each.
 */
export class UnfinishedRuns {
  /** By id, in the order of their turns, the next one first: the time of the folder at its last turn; undefined before the first. */
  private readonly times = new Map<string, number | undefined>();

  /** Looks at some of them, those first that have waited longest. @returns the ids of those that are to be read anew */
  async changed(runs: readonly UnfinishedRun[]): Promise<string[]> {
    const folders = new Map(runs.map(({ id, folder }) => [id, folder]));
    for (const id of this.times.keys()) if (!folders.has(id)) this.times.delete(id);
    for (const id of folders.keys()) if (!this.times.has(id)) this.times.set(id, undefined);
    const turn = [...this.times].slice(0, MOST_UNFINISHED_LOOKS);
    const changed = await mapAtOnce(turn, AT_ONCE, async ([id, before]) => {
      // NaN of one that is gone, which the list of names tells.
      const time = await lstat(folders.get(id)!).then(
        ({ mtimeMs }) => mtimeMs,
        () => NaN,
      );
      this.times.delete(id);
      this.times.set(id, time);
      return Object.is(time, before) ? [] : [id];
    });
    return changed.flat();
  }
}
