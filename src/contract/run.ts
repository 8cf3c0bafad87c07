import type { InferOutput } from 'valibot';
import type { datasetIdentity, engineIdentity, environment, failedEngine, gitState, importedConfig, trainedConfig } from './formats/config';

/** What config.json tells of a run. */
export type RunConfig = TrainedConfig | ImportedConfig;
/** Everything that decides the result of a run that was trained here. */
export type TrainedConfig = InferOutput<typeof trainedConfig>;
/** What is known of a run that another tool made. */
export type ImportedConfig = InferOutput<typeof importedConfig>;
export type GitState = InferOutput<typeof gitState>;
export type DatasetIdentity = InferOutput<typeof datasetIdentity>;
export type EngineIdentity = InferOutput<typeof engineIdentity>;
export type FailedEngine = InferOutput<typeof failedEngine>;
export type Environment = InferOutput<typeof environment>;

/** Where a run comes from that was not trained here, to be said after its name: `was recorded by wandb 0.31.0`. */
export function originInWords({ tool }: ImportedConfig['source']): string {
  return tool === 'arrays' ? 'was imported from arrays' : `was recorded by ${tool}`;
}

/** The reason why an operation that needs a trained run is not possible with an imported one. */
export function whyNotTrained({ source }: ImportedConfig): string {
  return `this run ${originInWords(source)}: it was not trained here, so that it cannot be resumed, rerun, reproduced, evaluated or sent to Weights & Biases.`;
}
