import type { Parameters } from '../contract/parameters';
import type { Machine } from '../experiment/estimate';
import type { TrackedRun } from '../queries/listing';
import { QuestionError } from '../queries/questionError';
import { findRun } from '../runFolder/findRun';
import type { BrokenRun } from '../runFolder/listRuns';
import type { Inspector } from '../runs/inspector';
import type { NewRun } from '../runs/newRun';

/** What the tools of assistants work with: the editor and the server on stdio have one of their own each. */
export interface Desk {
  /** Where runs are kept; a new one goes to the first. */
  readonly runsFolders: readonly string[];
  /** All runs as they are now, and folders that cannot be read. */
  readonly runs: () => Promise<KnownRuns>;
  /** What there is to say of a run without a folder, by its id: that it waits, begins or could not begin. */
  readonly withoutFolder: (id: string) => UnbegunRun | undefined;
  /** Answers what is asked of tested runs. */
  readonly inspector: Pick<Inspector, 'ask'>;
  readonly starting: Starting;
}

export interface KnownRuns {
  readonly runs: readonly TrackedRun[];
  readonly broken: readonly BrokenRun[];
}

export interface UnbegunRun {
  readonly id: string;
  readonly status: 'waiting' | 'starting' | 'failed';
  readonly parameters: Parameters;
  /** Why it failed. */
  readonly reason?: string;
}

/** How runs are started, where they may be. */
export interface Starting {
  /** Why none may be started here, and what a person can do about it; undefined if it may. */
  readonly refusal: () => string | undefined;
  /** How fast this machine is, and what a run is trained with. */
  readonly machine: (runs: readonly TrackedRun[]) => Machine;
  /** What else comes of a start, a sentence each. */
  readonly consequences: () => readonly string[];
  /** The data set as a run has it. @throws {Error} if an assistant may not name it */
  readonly datasetOf: (named: string) => string;
  /** Begins a run, or lets it wait for its turn. @throws {Error} with the reason if it cannot begin */
  readonly start: (run: NewRun) => Promise<StartedRun>;
}

export interface StartedRun {
  readonly id: string;
  readonly folder: string;
  /** How it goes on, in a sentence or two. */
  readonly says: string;
}

/**
 * The folder of a run by its id or its beginning, its name, or `latest`: of several folders of runs the first that has one.
 * @throws {RunFolderError} if there is none, or more than one
 */
export async function folderOfRun({ runsFolders }: Pick<Desk, 'runsFolders'>, asked: string): Promise<string> {
  let reason: unknown = new QuestionError('No folder is open, so that there are no runs.');
  for (const [i, folder] of runsFolders.entries()) {
    try {
      return await findRun(folder, asked);
    } catch (error) {
      if (i === 0) reason = error;
    }
  }
  throw reason;
}
