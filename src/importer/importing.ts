import type { ImportedRecordings, ImportProgress } from '../contract/importing';

/** How an import is done. */
export interface Importing {
  /** What its folders are called by while they are written. */
  readonly draftId: string;
  /** The folder that SQLite as WebAssembly lies in, and MNIST in `data/mnist`. */
  readonly programs: string;
  /** Told before each thing is read. */
  readonly onReading: (progress: ImportProgress) => void;
  /** Told of what was made, and of what could not be, as it comes. */
  readonly onImported: (some: Partial<ImportedRecordings>) => void;
}
