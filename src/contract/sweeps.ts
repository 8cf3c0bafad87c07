import type { InferOutput } from 'valibot';
import type { sweepFile } from './formats/sweepFile';
import type { sweepPlan } from './formats/sweepPlan';

/** What a person plans: `*.digits.json`. */
export type SweepPlan = InferOutput<typeof sweepPlan>;
export type { SweptName } from './formats/sweepPlan';
export type { Range } from './formats/sweepVariations';

/** A sweep as it is kept: `sweep.json`. */
export type Sweep = InferOutput<typeof sweepFile>;
export type SweepRun = Sweep['runs'][number];

/** What the parameters that vary are in one setting. */
export type SweptValues = SweepRun['values'];
