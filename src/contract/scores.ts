import type { InferOutput } from 'valibot';
import type { classScores, meanScores, scores } from './formats/scores';

/** How well a classifier did, from true classes and predicted probabilities. `null` stands where a figure is not defined. */
export type Scores = InferOutput<typeof scores>;
export type MeanScores = InferOutput<typeof meanScores>;
export type ClassScores = InferOutput<typeof classScores>;
