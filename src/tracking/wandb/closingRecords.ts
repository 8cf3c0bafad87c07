import { classNamesOf } from '../../contract/classNames';
import type { Run } from '../../contract/runState';
import { artifactRecord, copyForArtifact, type WandbArtifact, type ArtifactEntry } from './artifacts';
import { CONFUSION_TABLE } from './confusionChart';
import type { HistoryEnd } from './eventRecords';
import { mailboxSlot } from './openingRecords';
import { items, type RecordBody } from './recordBody';
import { closingRow, epochRow, scoreRow, stepRow, testRow } from './rows';
import type { RunFacts } from './runFacts';

/** What a run leaves besides figures: which files of its folder go into which artifact, and under which names. */
const artifactFiles = [
  {
    name: 'predictions',
    type: 'predictions',
    description: 'Predicted and true classes of the test images and the probability of each class, for numpy.load.',
    files: { 'predictions.npy': 'predictions.npy', 'ground_truth.npy': 'ground_truth.npy', 'probabilities.npy': 'probabilities.npy' },
  },
  {
    name: 'digits-cnn',
    type: 'model',
    description: 'The trained network: model.onnx for ONNX Runtime; model.json and weights.bin for TensorFlow.js.',
    files: { 'model.onnx': 'model/model.onnx', 'model.json': 'model/model.json', 'weights.bin': 'model/weights.bin' },
  },
] as const;

/**
 * The artifacts of a run that was evaluated; their files are copied first. None of one that was not.
 * @param runFolder absolute
 * @param folder of W&B's run: its name in the run's folder, with slashes
 * @throws {FileError} if one of them, or the way to it, is a link or no regular file
 */
export async function artifactRecords(run: Run, facts: RunFacts, runFolder: string, folder: string): Promise<RecordBody[]> {
  const { evaluated } = run;
  if (!evaluated) return [];
  const records: RecordBody[] = [];
  for (const { name, type, description, files } of artifactFiles) {
    const entries: ArtifactEntry[] = [];
    for (const [file, source] of Object.entries(files)) {
      const entry = await copyForArtifact({ runFolder, source, copy: `${folder}/artifacts/${name}/${file}` }, file);
      // What was deleted meanwhile is left out.
      if (entry) entries.push(entry);
    }
    if (entries.length === 0) continue;
    const metadata = { ...testRow(evaluated), ...facts.config.parameters };
    const artifact: WandbArtifact = { name, type, description, metadata, entries };
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
      ...closingRow(config.parameters, evaluated),
      ...scoreRow(evaluated.scores, classNamesOf(config.dataset, evaluated.scores.perClass.length)),
      [CONFUSION_TABLE]: confusionTable,
      kept_epoch: ended?.keptEpoch,
    }),
    ...(lastRow && stepRow(lastRow)),
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

/** As official clients have it: 255 of a run that was stopped, 1 of one that failed or whose process was killed. */
function exitCode({ status }: Run): number {
  if (status === 'completed') return 0;
  return status === 'stopped' ? 255 : 1;
}
