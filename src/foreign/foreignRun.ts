/** A run as another tool left it on the disk, in a form that all of them have in common. Nothing of it is copied yet. */
import type { JsonValue } from '../contract/formats/recording';
import type { DefinedMetric, RecordedRow } from '../contract/recording';

export type JsonObject = Readonly<Record<string, JsonValue>>;

/** A file of the other tool's that goes along. */
export interface ForeignFile {
  /** Where it is to lie, with `/` on every system. */
  readonly path: string;
  readonly bytes: number;
  /** The folder that it is read in; no link below it is followed. */
  readonly folder: string;
  /** Its name there, with `/`. */
  readonly name: string;
  /** What its content must have, where the tool wrote that down: the MD5 in base64. */
  readonly md5?: string;
}

export interface ForeignArtifact {
  readonly name: string;
  readonly type: string;
  readonly version: string;
  readonly aliases: readonly string[];
  readonly description: string | null;
  readonly files: readonly ForeignFile[];
  /** Why some of its files do not go along, for a person. */
  readonly missing: readonly string[];
}

export interface ForeignRun {
  /** What a person would call it. */
  readonly name: string;
  /** With its version where that is known: `wandb 0.31.0`. */
  readonly tool: string;
  /** What it is called there; the same for the same run. */
  readonly source: string;
  readonly state: 'running' | 'finished' | 'failed';
  readonly exitCode: number | null;
  readonly startedAt: Date;
  /** When it was last heard of. */
  readonly heardAt: Date;
  readonly endedAt: Date | null;
  readonly entity: string | null;
  readonly project: string | null;
  readonly group: string | null;
  readonly jobType: string | null;
  readonly host: string | null;
  readonly program: string | null;
  readonly author: string | null;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly config: JsonObject;
  readonly summary: JsonObject;
  readonly metrics: readonly DefinedMetric[];
  readonly files: readonly ForeignFile[];
  readonly artifacts: readonly ForeignArtifact[];
  /** What is known to be missing, for a person; complete only when rows, system and console were read. */
  readonly missing: readonly string[];
  /** Read anew at each call, a few at a time. */
  readonly rows: () => AsyncIterable<RecordedRow>;
  readonly system: () => AsyncIterable<RecordedRow>;
  /** Parts of the text. */
  readonly console: () => AsyncIterable<string>;
}

/** A run of which only that is known which every tool tells. */
export const nothingElse = {
  exitCode: null,
  entity: null,
  project: null,
  group: null,
  jobType: null,
  host: null,
  program: null,
  author: null,
  tags: [],
  notes: '',
  config: {},
  summary: {},
  metrics: [],
  files: [],
  artifacts: [],
  system: none<RecordedRow>,
  console: none<string>,
} as const;

// oxlint-disable-next-line require-yield
async function* none<T>(): AsyncGenerator<T> {
  return;
}

/** Runs at some place, which are read when they are wanted. */
export interface FoundRun {
  /** Where it lies, for a person. */
  readonly path: string;
  /** @throws {ForeignError} that names the file and what is wrong with it */
  readonly read: () => Promise<ForeignRun>;
}
