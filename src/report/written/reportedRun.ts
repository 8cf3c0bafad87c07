import type { RunConfig } from '../../contract/run';
import type { RunLabels } from '../../contract/labels';
import type { Run, RunStatus } from '../../contract/runState';
import type { Scores } from '../../contract/scores';
import type { RunSummary } from '../../contract/summary';

/** What a report tells of a run. */
export interface ReportedRun {
  readonly id: string;
  readonly status: RunStatus;
  readonly config: RunConfig;
  readonly labels: RunLabels;
  /** Of a run that has ended. */
  readonly summary: RunSummary | undefined;
  /** What its events tell. */
  readonly run: Run;
  /** From the arrays of its folder; what could not be computed is missing. */
  readonly scores: ReportedScores | undefined;
  /** What its curves are made of; undefined where the arrays are not there. */
  readonly predictions?: ReportedPredictions | undefined;
  /** What is to be known of its figures, for a person. */
  readonly remarks: readonly string[];
  readonly notes: string;
}

/** The true classes, shape `[n]`, and what was said of each, shape `[n, classes]`; undefined where only classes were kept. */
export interface ReportedPredictions {
  readonly truth: Int32Array;
  readonly probabilities?: Float32Array | Float64Array | undefined;
}

export type ReportedScores = Omit<Scores, 'logLoss'> & { readonly logLoss: number | null };

/** A report, and the pictures that it shows. */
export interface Report {
  readonly markdown: string;
  readonly pictures: readonly Picture[];
}

export interface Picture {
  /** `loss.svg` */
  readonly name: string;
  readonly svg: string;
}

/** Where the pictures are to lie, from the report's own folder. */
export type PictureFolder = string;
