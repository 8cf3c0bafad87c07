import { watch, type FSWatcher } from 'node:fs';

/** More would take what the system has of them from other programs. */
const MOST_WATCHED = 300;

export interface FolderChange {
  readonly folder: string;
  /** Its name; empty where the system does not tell. */
  readonly file: string;
  /** Whether it came or went. */
  readonly isNew: boolean;
}

/** Tells when something in one of many folders changes, where the system does; those after the first 300 are left to whoever looks by himself. */
export class FolderWatch {
  private readonly watchers = new Map<string, FSWatcher>();

  constructor(private readonly onChange: (change: FolderChange) => void) {}

  /** Watches these folders, and no others any more. @returns those that were not watched before */
  watch(folders: readonly string[]): readonly string[] {
    const wanted = new Set(folders.slice(0, MOST_WATCHED));
    for (const folder of this.watchers.keys()) if (!wanted.has(folder)) this.leave(folder);
    const added = [...wanted].filter(folder => !this.watchers.has(folder));
    for (const folder of added) this.begin(folder);
    return added.filter(folder => this.watchers.has(folder));
  }

  dispose(): void {
    for (const watcher of this.watchers.values()) watcher.close();
    this.watchers.clear();
  }

  private begin(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (event, file) => {
        this.onChange({ folder, file: file ?? '', isNew: event === 'rename' });
      });
      // A folder that goes away; the next look shows it.
      watcher.on('error', () => this.leave(folder));
      this.watchers.set(folder, watcher);
    } catch {
      // Removed meanwhile, or the system has no more of them: then it is looked from time to time.
    }
  }

  private leave(folder: string): void {
    this.watchers.get(folder)?.close();
    this.watchers.delete(folder);
  }
}
