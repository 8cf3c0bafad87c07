import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Run } from '../../contract/runState';
import { runPaths } from '../../runFolder/paths';
import { artifactRecord, copyForArtifact, type Artifact, type ArtifactEntry } from './artifacts';
import { CONFUSION_TABLE } from './confusionChart';
import type { HistoryEnd } from './eventRecords';
import { mailboxSlot } from './openingRecords';
import { items, type RecordBody } from './recordBody';
import { closingRow, epochRow, placeRow, scoreRow } from './rows';
import type { RunFacts } from './runFacts';

/** What a run leaves besides figures: which files of its folder go into which artifact. */
const artifactFiles = [
  {
    name: 'predictions',
    type: 'predictions',
    description: 'Predicted and true classes of the test images and the probability of each class, for numpy.load.',
    files: { 'predictions.npy': 'predictions', 'ground_truth.npy': 'groundTruth', 'probabilities.npy': 'probabilities' },
  },
  {
    name: 'digits-cnn',
    type: 'model',
    description: 'The trained network: model.onnx for ONNX Runtime; model.json and weights.bin for TensorFlow.js.',
    files: { 'model.onnx': 'onnxModel', 'model.json': 'tfjsModel', 'weights.bin': 'tfjsWeights' },
  },
] as const;

/**
 * The artifacts of a run that was evaluated; their files are copied first. None of one that was not.
 * @param folder of W&B's run, absolute
 */
export async function artifactRecords(run: Run, facts: RunFacts, runFolder: string, folder: string): Promise<RecordBody[]> {
  const { evaluated } = run;
  if (!evaluated) return [];
  const paths = runPaths(runFolder);
  const records: RecordBody[] = [];
  for (const { name, type, description, files } of artifactFiles) {
    const entries: ArtifactEntry[] = [];
    for (const [file, key] of Object.entries(files)) {
      // What somebody has deleted meanwhile is left out.
      if (existsSync(paths[key])) entries.push(await copyForArtifact(paths[key], path.join(folder, 'artifacts', name), file));
    }
    if (entries.length === 0) continue;
    const metadata = { test_loss: evaluated.loss, test_accuracy: evaluated.accuracy, ...facts.config.parameters };
    const artifact: Artifact = { name, type, description, metadata, entries };
    records.push(artifactRecord(artifact, facts));
  }
  return records;
}

/** Summary and exit, and that nothing follows: in this order, since clients read nothing after the exit. */
export function endRecords(run: Run, { lastRow, runtime, confusionTable }: HistoryEnd, { config }: RunFacts): RecordBody[] {
  const { epochs, evaluated, ended } = run;
  const last = epochs.at(-1);
  const summary = {
    ...(last && epochRow(last)),
    ...(evaluated && {
      ...closingRow(config.parameters, evaluated.loss, evaluated.accuracy),
      ...scoreRow(evaluated.scores),
      [CONFUSION_TABLE]: confusionTable,
      kept_epoch: ended?.keptEpoch,
    }),
    ...(lastRow && placeRow(lastRow)),
    _wandb: { runtime: Math.floor(runtime) },
  };
  return [
    { recordType: { case: 'summary', value: { update: items(summary) } } },
    {
      recordType: { case: 'exit', value: { exitCode: exitCode(run), runtime: Math.floor(runtime) } },
      control: mailboxSlot(config, 'exit'),
    },
    { recordType: { case: 'final', value: {} } },
    { recordType: { case: 'footer', value: {} } },
  ];
}

/** As official clients have it: 255 of a run that somebody interrupted, 1 of one that failed, or whose process was killed. */
function exitCode({ status }: Run): number {
  if (status === 'completed') return 0;
  return status === 'stopped' ? 255 : 1;
}
