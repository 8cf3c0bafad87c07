/** A few words about a run. */
export interface Remark {
  readonly icon?: string;
  readonly text: string;
  /** The whole of it, for who rests a pointer on it. */
  readonly title?: string;
  /** What the page leaves out first where it has little room. */
  readonly isMinor?: true;
}
