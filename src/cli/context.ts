import type { Interruption } from './interrupt';
import type { Output } from './output';

/** What every command works with. */
export interface Cli {
  readonly output: Output;
  readonly cwd: string;
  /** The trainer's bundle. */
  readonly trainerFile: string;
  /** Calls back at Ctrl-C and at a polite request to end; `first` is true the first time. */
  readonly onInterrupt: (callback: (first: boolean) => void) => Interruption;
  /** Asks a person a question that is answered with yes or no; undefined where nobody is there. */
  readonly confirm?: (question: string) => Promise<boolean>;
  exitCode: number;
}
