/** `config.json`: everything that decides the result of a run that was trained here, or what is known of a run that was imported. */
import * as v from 'valibot';
import { MAX_THREADS } from '../threads';
import { count, flag, list, only, record, runId, sha256, text, time, whole } from './basics';
import { knownParameters, savedParameters } from './parameters';

/** Version of the run folder's format; a reader shows what is newer, and changes nothing of it. */
export const SCHEMA_VERSION = 1;

/** No data set has images with longer sides. */
const side = whole(1, 10_000);

/** A label is a byte. */
export const MOST_CLASSES = 256;

/** A class's name is not longer. */
export const LONGEST_CLASS_NAME = 64;

const className = v.pipe(
  v.string('the name of a class'),
  v.nonEmpty('the name of a class'),
  v.maxLength(LONGEST_CLASS_NAME, `a name of at most ${LONGEST_CLASS_NAME} characters`),
);

const classCount = whole(2, MOST_CLASSES);

/** How the images of a data set were understood, where not as they are. */
const reading = {
  /** The label of the first class in the data's files; absent: 0. */
  firstLabel: v.exactOptional(whole(0, MOST_CLASSES - 1)),
  /** What the classes are called, in their order; absent: by their labels. */
  classNames: v.exactOptional(list(className, MOST_CLASSES)),
  /** Rows and columns of the images were exchanged when they were read. */
  transposed: v.exactOptional(flag),
};

export const datasetIdentity = record({
  height: side,
  width: side,
  classes: classCount,
  ...reading,
  /** The name it is known by, or the name of the folder or file. */
  name: text,
  /**
   * Of the four decompressed IDX files one after another: training images and labels, test images and labels. Of data in another form of the
   * IDX files that these would be, so that the same images in the same order are the same data.
   */
  sha256,
  /** Images trained on, after the validation images are taken out. */
  trainImages: count,
  validationImages: count,
  testImages: count,
});

/** An engine that was to compute and did not work. */
export const failedEngine = record({
  /** As engines.ts lists them. */
  name: text,
  /** For a person. */
  reason: text,
});

/** More engines than any version has. */
const MOST_ENGINES = 20;

export const failedEngines = list(failedEngine, MOST_ENGINES);

export const engineIdentity = record({
  /** As engines.ts lists them; a run of another version may have one that is not in that list. */
  name: text,
  version: text,
  /** Gradient workers; it decides how a batch is cut into shards and so the order of sums. */
  threads: whole(1, MAX_THREADS),
  /** Those that would have computed before it and did not work here, in the order in which they were tried; absent where there were none. */
  insteadOf: v.exactOptional(failedEngines),
});

export const environment = record({
  /** `linux x64 6.1.0` */
  os: text,
  cpu: text,
  /**
   * The widest vector instructions of the processor, on which the last bits depend: `avx512f`, `avx2`, `neon`, …; `unknown` where the
   * system does not tell.
   */
  instructionSet: text,
  /** Tells the computer from others without naming it; absent in runs of older versions. */
  machine: v.exactOptional(text),
  node: text,
  /** This product's version. */
  version: text,
});

export const gitState = record({
  commit: text,
  /** Null when no branch is checked out. */
  branch: v.nullable(text),
  /** There were changes that were not committed. */
  dirty: flag,
});

const base = {
  schemaVersion: whole(1),
  /** `YYYYMMDD-HHMMSS-xxxx`, see runId.ts. The name of the run's folder decides: what stands here is not believed. */
  id: text,
  /** ISO 8601, UTC. */
  createdAt: time,
};

/** A run that was trained here, written down before its first step. */
export const trainedConfig = record({
  ...base,
  kind: v.optional(only('trained'), 'trained'),
  parameters: savedParameters,
  dataset: datasetIdentity,
  engine: engineIdentity,
  environment,
  trainer: record({
    /** Changes whenever the same parameters and seed would give other numbers. */
    numericsVersion: whole(0),
    bundleSha256: sha256,
  }),
  /** Where the workspace stood; null outside Git. */
  git: v.nullable(gitState),
  /** The name of the user who started it. */
  author: v.nullable(text),
  /** The run that this one was made from. */
  parent: v.nullable(runId),
  /** The design that it belongs to. */
  design: v.nullable(text),
});

/** What is known of the images that a run of another tool was tested on. */
const importedDataset = record({
  name: v.exactOptional(text),
  classes: v.exactOptional(classCount),
  ...reading,
  /** Of a data set that is known here, as a trained run has it; the parameter `dataset` says where it is. */
  sha256: v.exactOptional(sha256),
  testImages: v.exactOptional(count),
});

/** A run of another tool. What that tool did not know is not there. */
export const importedConfig = record({
  ...base,
  kind: only('imported'),
  source: record({
    /** Which tool it was. */
    tool: text,
    /** What the run is called there: its path, or its address. */
    run: v.exactOptional(text),
    /** Of what it said, so that the same is not imported twice. */
    digest: v.exactOptional(sha256),
  }),
  parameters: v.optional(knownParameters, {}),
  dataset: v.exactOptional(importedDataset),
  author: v.optional(v.nullable(text), null),
  git: v.optional(v.nullable(gitState), null),
  parent: v.optional(v.nullable(runId), null),
  design: v.optional(v.nullable(text), null),
});

/** A config without a kind is that of a trained run. */
export const runConfig = v.variant('kind', [trainedConfig, importedConfig], ({ path }) => (path ? '"trained" or "imported"' : 'an object'));
