import type { Interruption } from './interrupt';
import type { Fetch } from '../tracking/http';
import type { Variables } from '../files/dotEnv';
import type { Output } from './output';

/** What every command works with. */
export interface Cli {
  readonly output: Output;
  readonly cwd: string;
  /** The variables that it was called with. */
  readonly environment: Variables;
  /** How HTTP requests are made; by default as the environment variables say. */
  readonly fetch?: Fetch;
  /** The trainer's bundle. */
  readonly trainerFile: string;
  /** The importer's. */
  readonly importerFile: string;
  /** Calls back at Ctrl-C and at a polite request to end; `first` is true the first time. */
  readonly onInterrupt: (callback: (first: boolean) => void) => Interruption;
  /** Asks the user a question that is answered with yes or no; undefined where there is no terminal to ask on. */
  readonly confirm?: (question: string) => Promise<boolean>;
  exitCode: number;
}
