/** Where data lie. */
export interface Place {
  /** No link itself: what it has is opened in it. */
  readonly folder: string;
  /** As a person named it, absolute. */
  readonly shown: string;
}
