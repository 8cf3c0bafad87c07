import type { ArtifactState as AnyArtifactState } from '../../src/endpoint/protocol/artifactState';
import { ProtocolError } from '../../src/endpoint/protocol/protocolError';

/** What the server keeps, as plain data: two clients that say the same leave equal states. */
export interface ServerState {
  /** By `entity/project/run id`. */
  readonly runs: Record<string, RunState>;
  /** In the order in which they were made, those that were never committed too. */
  readonly artifacts: ArtifactState[];
}

export interface RunState {
  readonly entity: string;
  readonly project: string;
  /** The run's id; W&B calls it name. */
  readonly name: string;
  displayName: string | null;
  group: string | null;
  jobType: string | null;
  notes: string | null;
  description: string | null;
  tags: readonly string[];
  /** Each value as `{ value }`. */
  config: unknown;
  host: string | null;
  commit: string | null;
  repo: string | null;
  program: string | null;
  /** The rows of wandb-history.jsonl, parsed; NaN and the infinities are numbers. */
  readonly history: unknown[];
  summary: unknown;
  /** The rows of wandb-events.jsonl, parsed. */
  readonly events: unknown[];
  /** The lines of output.log, each with its time. */
  readonly console: string[];
  /** By name. */
  readonly files: Record<string, StoredFile>;
  /** Names of the files that the client said it had uploaded, each once, in that order. */
  readonly uploaded: string[];
  /** null: it has not ended. */
  exitCode: number | null;
  finished: boolean;
}

export interface StoredFile {
  /** Base64. */
  readonly md5: string;
  readonly size: number;
  readonly bytes: Buffer;
}

export type ArtifactState = AnyArtifactState<StoredFile>;

/** What the client did is against the protocol, or what a strict server minds: recorded, and answered with this. */
export class Breach extends ProtocolError {
  override readonly name = 'Breach';
}
