import path from 'node:path';
import { workspace, type TextDocument } from 'vscode';
import { counted } from '../../util/format';
import type { Lens } from '../sinks/codeLenses';
import type { Cluster } from './cluster';

/** Batch scripts, beside the plans that they are of. */
export const SCRIPTS = '**/{comparisons,sweeps}/*/slurm/*.sh';

/** Above a batch script that was written and not submitted: that it can be. In Restricted Mode nothing. */
export function lensesOfScript({ designs }: Pick<Cluster, 'designs'>, { uri }: Pick<TextDocument, 'uri'>): Lens[] {
  if (!workspace.isTrusted) return [];
  const name = path.basename(uri.fsPath, '.sh');
  const folder = path.dirname(path.dirname(uri.fsPath));
  const tasks = designs.find(({ plan }) => plan.folder === folder)?.tasks.filter(({ job }) => job.name === name) ?? [];
  if (tasks.length === 0 || tasks.some(({ phase }) => phase !== 'planned' && phase !== 'refused')) return [];
  const label = `Submit to Slurm… · ${counted(tasks.length, 'task')}`;
  return [{ line: 0, icon: 'server-process', label, command: 'digitsLab.slurm.submit', argument: uri.toString() }];
}
