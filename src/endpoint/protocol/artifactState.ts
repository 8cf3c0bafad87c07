import type { ArtifactFileInput, CreateArtifactInput } from './inputs';
import type { Storage } from './storage';

/** A file that came, as far as the protocol needs to know it. */
export interface StoredBytes {
  /** Base64; undefined: nobody has looked, since it came before this server began. */
  readonly md5: string | undefined;
  readonly size: number;
}

/** What is known of an artifact. */
export interface ArtifactState<F extends StoredBytes> {
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
  digest: string;
  state: 'PENDING' | 'COMMITTED';
  /** By path; empty until it is committed. */
  readonly files: Record<string, F>;
  /** Paths of files that lie elsewhere, with their addresses; empty until it is committed. */
  references: readonly (readonly [string, string])[];
}

/** The run that an artifact is one of. */
export interface ArtifactRun {
  readonly entity: string;
  readonly project: string;
  readonly name: string;
  /** Where the versions of a name are counted, and the same contents are one artifact: what holds the files. */
  readonly scope: string;
}

/** Which artifact it is, and what holds its files. */
export interface ArtifactPlace {
  readonly id: string;
  readonly scope: string;
}

/** What a server does that keeps an artifact also where some of its files are not there. */
export interface LenientHost<F extends StoredBytes> {
  /** Why a file of that name is not taken; undefined: it is. */
  readonly whyNoFile: (file: ArtifactFileInput) => string | undefined;
  /** A run sends a part of an artifact that another run began, and that is kept there. */
  readonly joined: (artifact: ArtifactState<F>, run: ArtifactRun) => void;
  /**
   * Copies a file out of an artifact that is committed into one that is pending.
   * @returns undefined if it is not there, or its bytes are others than the digest says; why it is not taken, where it is not
   */
  readonly bring: (
    to: ArtifactPlace & { readonly name: string; readonly path: string; readonly digest: string | undefined },
    from: ArtifactPlace & { readonly name: string; readonly version: string; readonly path: string },
  ) => Promise<F | string | undefined>;
}

/** What a server does with artifacts besides the protocol. */
export interface ArtifactHost<F extends StoredBytes> {
  readonly storage: Storage;
  /** The run that logs an artifact. */
  readonly runOf: (input: CreateArtifactInput) => Promise<ArtifactRun>;
  /** Whether bytes that came with one artifact serve for all of its project. */
  readonly sharesFiles: boolean;
  readonly made: (artifact: ArtifactState<F>, place: ArtifactPlace) => void;
  /**
   * Keeps what is whole. What it throws is the answer, and the artifact stays uncommitted.
   * @param missing which files of its manifest are not there, in sentences
   * @returns which are not there either, as was found now
   */
  readonly commit: (artifact: ArtifactState<F>, place: ArtifactPlace, missing: readonly string[]) => Promise<readonly string[]>;
  /** Aliases went from other versions to this one, which came again. */
  readonly moved: (artifact: ArtifactState<F>, place: ArtifactPlace, aliases: readonly string[]) => void;
  /** The id of the artifact of that number, from 1; absent: one by chance, since a server that began anew must not give one again. */
  readonly idOf?: (number: number) => string;
  /** What only a strict server minds. */
  readonly mind: (what: string) => void;
  /** Absent: a file that is not there, or that no older server takes, is a mistake of the client. */
  readonly lenient?: LenientHost<F>;
}
