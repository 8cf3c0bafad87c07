import path from 'node:path';

/** Where everything of a run is. */
export interface RunPaths {
  readonly folder: string;
  readonly config: string;
  readonly events: string;
  readonly summary: string;
  readonly labels: string;
  readonly notes: string;
  readonly report: string;
  readonly owner: string;
  readonly groundTruth: string;
  readonly predictions: string;
  readonly probabilities: string;
  readonly onnxModel: string;
  readonly tfjsModel: string;
  readonly tfjsWeights: string;
  readonly checkpoint: string;
}

/** Their names in it, with `/` on every system. */
const names: Readonly<Record<Exclude<keyof RunPaths, 'folder'>, string>> = {
  config: 'config.json',
  events: 'events.jsonl',
  summary: 'summary.json',
  labels: 'labels.json',
  notes: 'notes.md',
  report: 'report.md',
  owner: 'owner.json',
  groundTruth: 'ground_truth.npy',
  predictions: 'predictions.npy',
  probabilities: 'probabilities.npy',
  onnxModel: 'model/model.onnx',
  tfjsModel: 'model/model.json',
  tfjsWeights: 'model/weights.bin',
  checkpoint: 'checkpoint/checkpoint.npz',
};

/** The names of what the trainer of a run writes, and no other process while there is one. */
export const trainersFiles: readonly string[] = Object.values(names).filter(
  name => ![names.labels, names.notes, names.report].includes(name),
);

export function runPaths(folder: string): RunPaths {
  const all = Object.entries(names).map(([key, name]) => [key, path.join(folder, name)]);
  return { folder, ...(Object.fromEntries(all) as Omit<RunPaths, 'folder'>) };
}

/** Where runs are kept unless a setting or a flag says otherwise, below the workspace. */
export const defaultRunsFolder = path.join('.digits', 'runs');
