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
  readonly bytes: Buffer;
}

export interface ArtifactState {
  readonly entity: string;
  readonly project: string;
  readonly type: string;
  readonly name: string;
  /** The run that logged it. */
  readonly run: string | null;
  /** `v0`, `v1`, …; null until it is committed. */
  version: string | null;
  aliases: readonly string[];
  readonly description: string | null;
  readonly metadata: unknown;
  /** Hex md5 of its manifest's entries. */
  readonly digest: string;
  state: 'PENDING' | 'COMMITTED';
  /** By path; empty until it is committed. */
  readonly files: Record<string, StoredFile>;
}

/** Who the key belongs to. */
export interface Viewer {
  readonly entity: string;
  readonly teams: readonly string[];
}

/** What the client did is against the protocol: recorded, and answered with this. */
export class Breach extends Error {
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** What a server rightly refuses without the client being at fault. */
export class Refusal extends Error {}
