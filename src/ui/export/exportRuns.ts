import { workspace } from 'vscode';
import type { FileFormat } from '../../runFolder/exporting/exportFiles';
import type { LabRun } from '../../runs/labRun';
import { counted } from '../../util/format';
import type { Services } from '../services';
import { pick, type Choice } from '../sinks/quickInput';
import { exportToFile } from './exportToFile';
import { exportToMlflow } from './exportToMlflow';
import { runFromFolder } from '../../tracking/mlflow/runFromFolder';

type Target = FileFormat | 'mlflow';

interface TargetChoice extends Choice {
  readonly target: Target;
}

const targets: readonly TargetChoice[] = [
  {
    target: 'tensorboard',
    label: 'TensorBoard Event Files',
    detail: 'A folder for tensorboard --logdir, with one for each run',
    icon: 'graph-line',
  },
  { target: 'mlflow', label: 'MLflow', detail: 'To a tracking server: parameters, metrics by step, tags, files', icon: 'cloud-upload' },
  { target: 'csv', label: 'CSV', detail: 'A row for each run, and their curves beside it', icon: 'table' },
  { target: 'json', label: 'JSON', detail: 'One document with parameters, metrics, curves, configs and summaries', icon: 'json' },
  { target: 'zip', label: 'Zip', detail: 'The folder of each run, to be unpacked among other runs', icon: 'file-zip' },
];

/** Whether there is something of a run to export. */
export function isExportable({ config }: LabRun): boolean {
  return config !== undefined;
}

/** Asks what runs become and where, and exports them. */
export async function exportRuns(services: Services, runs: readonly LabRun[]): Promise<void> {
  if (runs.length === 0) return;
  const { names } = services;
  const [first] = runs;
  const what = runs.length === 1 && first ? `“${names.fullOf(first.id)}”` : counted(runs.length, 'run');
  // Nothing is sent from a workspace that is not trusted.
  const items = targets.filter(({ target }) => target !== 'mlflow' || workspace.isTrusted);
  const picked = await pick({ title: `Export ${what}`, placeholder: 'As what?', items });
  if (picked.how !== 'accepted') return;
  const { target } = picked.item;
  const folders = runs.map(({ folder }) => folder);
  if (target !== 'mlflow') return exportToFile(services, target, folders);
  await exportToMlflow(services, {
    what,
    toSend: withFiles => ({ runs: folders.map(folder => () => runFromFolder(folder, withFiles)) }),
  });
}
