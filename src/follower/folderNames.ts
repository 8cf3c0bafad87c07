import { namesIn, TooManyNamesError } from '../foreign/fileNames';
import { CSV, PASSED_OVER } from '../foreign/findRuns';
import { isEventFile } from '../foreign/tensorboard/eventFiles';
import { isRunFolder } from './ownRuns';

/** Files and folders that are looked at for all that is followed into one folder of runs. */
export const MOST_NAMES = 100_000;
/** A folder in which nothing came or went, as far as the system tells, is read again after this time. */
const AGAIN_MS = 29_000;

/** What there may be to follow in a folder. */
export interface FolderContent {
  readonly events: readonly string[];
  readonly wandb: readonly string[];
  readonly tables: readonly string[];
  readonly folders: readonly string[];
  /** Whether it is the folder of a run of Digits Lab. */
  readonly isRun: boolean;
}

interface Known {
  /** In ms since 1970. */
  readonly at: number;
  /** Of all that is in it. */
  readonly count: number;
  readonly content: FolderContent;
}

/** What lies in folders that are looked through again and again: what has not changed is not read again. */
export class FolderNames {
  private known = new Map<string, Known>();
  private before = new Map<string, Known>();
  /** Those in which something came or went while they were read. */
  private readonly changed = new Set<string>();
  private left = 0;
  private now = 0;

  /** @param most names that are looked at */
  constructor(private readonly most = MOST_NAMES) {}

  /** Begins to look through them: those that are not asked for until the next time are forgotten. @param now in ms since 1970 */
  begin(now: number): void {
    this.before = this.known;
    this.known = new Map();
    this.changed.clear();
    this.left = this.most;
    this.now = now;
  }

  /** Something in it came, went, or may be another thing now. */
  forget(folder: string): void {
    this.changed.add(folder);
    this.known.delete(folder);
    this.before.delete(folder);
  }

  /** @throws {Error} where too much was looked at already, or it cannot be read */
  async in(folder: string): Promise<FolderContent> {
    const again = this.known.get(folder);
    if (again) return again.content;
    const known = this.before.get(folder);
    const isFresh = known !== undefined && known.at <= this.now && this.now - known.at < AGAIN_MS;
    this.changed.delete(folder);
    const found = isFresh ? known : await this.read(folder);
    // Itself too, so that there is an end to empty ones.
    this.left -= found.count + 1;
    if (this.left < 0) throw this.tooMany();
    if (!this.changed.has(folder)) this.known.set(folder, found);
    return found.content;
  }

  private async read(folder: string): Promise<Known> {
    if (this.left <= 0) throw this.tooMany();
    try {
      const { files, folders, count } = await namesIn(folder, this.left);
      const content = {
        events: files.filter(isEventFile),
        wandb: files.filter(name => name.endsWith('.wandb')),
        tables: files.filter(name => CSV.test(name) && !isEventFile(name)),
        folders: folders.filter(name => !PASSED_OVER.test(name)),
        isRun: isRunFolder(name => files.includes(name)),
      };
      return { at: this.now, count, content };
    } catch (error) {
      if (!(error instanceof TooManyNamesError)) throw error;
      this.left = 0;
      throw this.tooMany();
    }
  }

  private tooMany(): Error {
    return new Error(
      `Only ${this.most} files and folders are looked at; what comes after them is not followed. Name the folders that the runs are in.`,
    );
  }
}
