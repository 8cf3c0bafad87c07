import type { InferOutput } from 'valibot';
import type { datasetIdentity, engineIdentity, environment, gitState, runConfig } from './formats/config';

/** Everything that decides a run's result, written down before its first step. */
export type RunConfig = InferOutput<typeof runConfig>;
export type GitState = InferOutput<typeof gitState>;
export type DatasetIdentity = InferOutput<typeof datasetIdentity>;
export type EngineIdentity = InferOutput<typeof engineIdentity>;
export type Environment = InferOutput<typeof environment>;
