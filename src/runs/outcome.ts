/** How the training of a run came to its end. */
export type RunOutcome =
  | { readonly status: 'completed' | 'stopped' }
  | RunFailure
  /** Its trainer was ended from outside: by a shutdown, by a system without memory, or by this program. It can be resumed. */
  | { readonly status: 'interrupted'; readonly reason: string; readonly stderrTail: string };

export interface RunFailure {
  readonly status: 'failed';
  /** For a person. */
  readonly reason: string;
  /** The last of what its trainer wrote to its standard output and error. */
  readonly stderrTail: string;
  /** Refused before anything started, because of what was asked for. */
  readonly refused: boolean;
  /** A fault of the processor or an abort ended its trainer: native code is to blame. */
  readonly crashed: boolean;
}

/** A failure; everything that is not given has its default. */
export function failure(reason: string, more: Partial<RunFailure> = {}): RunFailure {
  return { status: 'failed', reason, stderrTail: '', refused: false, crashed: false, ...more };
}
