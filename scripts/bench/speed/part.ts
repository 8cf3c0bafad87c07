import type { Places } from './programs';

/** What every part of the bench is given. */
export interface Bench extends Places {
  /** The checkout. */
  readonly root: string;
  /** How often programs are started anew, and how many turns they take then. */
  readonly sittings: number;
  readonly turns: number;
  /** A folder of its own for what is left behind. */
  readonly scratch: string;
  /** Tells the person who waits. */
  readonly say: (line: string) => void;
}

/** What a part has found. */
export interface Part {
  /** For docs/performance.md. */
  readonly markdown: string;
  /** All figures, for --json. */
  readonly figures: unknown;
}
