import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Parameters } from '../../src/contract/parameters';
import type { ForTests } from '../../src/extension';
import type { Row } from '../../src/ui/tree/runRows';
import type { RunsTree } from '../../src/ui/tree/runsTree';
import { fewDigits } from '../unit/data/fewDigits';
import { untilLab } from '../untilLab';

export const extension = vscode.extensions.getExtension<ForTests>('digits-lab.digits-lab')!;

/** The folder that the tests run in. */
export function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(folder);
  return folder;
}

/** So many has the test set of {@link quick}. */
export const TEST_IMAGES = 100;

/** A moment of training. */
export const quick: Partial<Parameters> = {
  epochs: 2,
  dataset: fewDigits(mkdtempSync(path.join(workspaceFolder(), 'digits-')), { test: TEST_IMAGES, root: extension.extensionPath }),
  validation_samples: 100,
  batch_size: 64,
  num_filters: 4,
};

export const labelOf = ({ label = '' }: vscode.TreeItem): string => (typeof label === 'string' ? label : label.label);

/** The rows of the view Runs as they are shown: of the whole list, or below one. */
export async function shownRows(tree: RunsTree, below?: Row): Promise<{ row: Row; item: vscode.TreeItem }[]> {
  const rows = await tree.getChildren(below);
  return Promise.all(rows.map(async row => ({ row, item: await tree.getTreeItem(row) })));
}

/** Deletes every run, without being asked. */
export async function clear({ lab }: ForTests): Promise<void> {
  await lab.setQueuePaused(false);
  for (const { id } of lab.queued) await lab.stop(id);
  for (const { id } of lab.active) await lab.stop(id);
  await untilLab(lab, () => lab.active.length === 0);
  for (const { id } of lab.runs) await lab.delete(id);
}
