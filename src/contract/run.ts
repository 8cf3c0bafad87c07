import type { ImageFormat } from './network';
import type { Parameters } from './parameters';

/** Version of the run folder's format; a reader refuses what is newer. */
export const SCHEMA_VERSION = 1;

/** Everything that decides a run's result, written down before its first step. */
export interface RunConfig {
  readonly schemaVersion: number;
  readonly kind: 'trained' | 'imported';
  /** `YYYYMMDD-HHMMSS-xxxx`, see runId.ts. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly parameters: Parameters;
  readonly dataset: DatasetIdentity;
  readonly engine: EngineIdentity;
  readonly environment: Environment;
  readonly trainer: {
    /** Changes whenever the same parameters and seed would train to other numbers. */
    readonly numericsVersion: number;
    readonly bundleSha256: string;
  };
  /** Where the workspace stood; null outside Git. */
  readonly git: GitState | null;
  /** Who started it. */
  readonly author: string | null;
  /** The run that this one was made from. */
  readonly parent: string | null;
  /** The design that it belongs to. */
  readonly design: string | null;
}

export interface GitState {
  readonly commit: string;
  /** Null when no branch is checked out. */
  readonly branch: string | null;
  /** There were changes that were not committed. */
  readonly dirty: boolean;
}

export interface DatasetIdentity extends ImageFormat {
  /** The name it is known by, or the folder's name. */
  readonly name: string;
  /** Of the four decompressed IDX files one after another: training images and labels, test images and labels. */
  readonly sha256: string;
  /** Images trained on, after the validation images are taken out. */
  readonly trainImages: number;
  readonly validationImages: number;
  readonly testImages: number;
}

export interface EngineIdentity {
  readonly name: 'onnx' | 'wasm' | 'tensorflow';
  readonly version: string;
  /** Gradient workers; it decides how a batch is cut into shards and so the order of sums. */
  readonly threads: number;
}

/** How a person knows the engines. */
export const engineNames: Readonly<Record<EngineIdentity['name'], string>> = {
  onnx: 'ONNX Runtime',
  wasm: 'ONNX Runtime as WebAssembly',
  tensorflow: 'TensorFlow',
};

export interface Environment {
  /** `linux x64 6.1.0` */
  readonly os: string;
  readonly cpu: string;
  /** The widest vector instructions of the processor, on which the last bits depend: `avx512f`, `avx2`, `neon`, …; `unknown` if not told. */
  readonly instructionSet: string;
  readonly node: string;
  /** This product's version. */
  readonly version: string;
}
