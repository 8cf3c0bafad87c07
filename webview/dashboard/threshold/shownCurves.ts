import type { DrawableCurves } from '../../../src/contract/inspection';
import type { Evaluated } from '../../../src/contract/trainer';
import type { CurvesOfRun } from './curvesOfRun';

/** An evaluated run. */
export interface ShownRun {
  readonly runId: string;
  readonly label: string;
  readonly evaluated: Evaluated;
  /** Of the classes. */
  readonly names: readonly string[];
}

/** A run with its curves, once they are there. */
export interface ShownCurves extends ShownRun {
  readonly curves: CurvesOfRun;
  readonly drawable: DrawableCurves;
}
