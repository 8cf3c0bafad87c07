/** What the writing of runs needs to know of where it is done. */
export interface Exporting {
  readonly folders: readonly string[];
  /** Called before each run. @throws the reason of a signal */
  readonly check: () => void;
  /** Told what is left out of a run, or of all, as a sentence. */
  readonly remark: (text: string, id?: string) => void;
}
