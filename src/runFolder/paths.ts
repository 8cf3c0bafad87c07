import path from 'node:path';

/** Where everything of a run is. */
export interface RunPaths {
  readonly folder: string;
  readonly config: string;
  readonly events: string;
  readonly summary: string;
  readonly labels: string;
  readonly notes: string;
  readonly owner: string;
  readonly groundTruth: string;
  readonly predictions: string;
  readonly probabilities: string;
  readonly onnxModel: string;
  readonly tfjsModel: string;
  readonly tfjsWeights: string;
  readonly checkpoint: string;
}

export function runPaths(folder: string): RunPaths {
  const at = (...names: string[]): string => path.join(folder, ...names);
  return {
    folder,
    config: at('config.json'),
    events: at('events.jsonl'),
    summary: at('summary.json'),
    labels: at('labels.json'),
    notes: at('notes.md'),
    owner: at('owner.json'),
    groundTruth: at('ground_truth.npy'),
    predictions: at('predictions.npy'),
    probabilities: at('probabilities.npy'),
    onnxModel: at('model', 'model.onnx'),
    tfjsModel: at('model', 'model.json'),
    tfjsWeights: at('model', 'weights.bin'),
    checkpoint: at('checkpoint', 'checkpoint.npz'),
  };
}

/** Where runs are kept unless somebody says otherwise, below the workspace. */
export const defaultRunsFolder = path.join('.digits', 'runs');
