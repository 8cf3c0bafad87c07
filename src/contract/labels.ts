/** What a person may change about a run. */
export interface RunLabels {
  /** Empty: the run is called by what differs from its parent or the defaults. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly pinned: boolean;
  readonly archived: boolean;
}

export const noLabels: RunLabels = { name: '', tags: [], pinned: false, archived: false };

/** The tag of a run that repeats its parent, to see whether the same comes out. */
export const reproductionTag = 'reproduction';
