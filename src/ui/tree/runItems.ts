import { ThemeColor, ThemeIcon, TreeItem, TreeItemCheckboxState, TreeItemCollapsibleState, Uri } from 'vscode';
import type { LabRun } from '../../runs/labRun';
import { bytes } from '../../util/format';
import type { RowFace } from './rowFace';
import type { Row } from './runRows';

/** VS Code's item for a row. @param key of the row, by which it is known again */
export function itemOf(key: string, { label, description, tooltip, icon, context, spoken, command, isChecked, below }: RowFace): TreeItem {
  const item = new TreeItem(label, collapsibleStates[below ?? 'none']);
  item.id = key;
  item.contextValue = context;
  if (description !== undefined) item.description = description;
  if (tooltip !== undefined) item.tooltip = tooltip;
  if (icon) item.iconPath = new ThemeIcon(icon.id, icon.colour === undefined ? undefined : new ThemeColor(icon.colour));
  if (spoken !== undefined) item.accessibilityInformation = { label: spoken };
  if (isChecked !== undefined)
    item.checkboxState = {
      state: isChecked ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
      tooltip: isChecked ? 'Compared' : 'Check to compare',
      accessibilityInformation: { label: `Compare ${spoken ?? label}` },
    };
  if (command) item.command = { ...command, arguments: [...command.arguments] };
  return item;
}

const collapsibleStates = {
  none: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
} as const;

/** A file of a run. */
export function artifactItem({ key, runId, artifact }: Row & { kind: 'artifact' }, run: LabRun): TreeItem {
  const item = new TreeItem(Uri.joinPath(Uri.file(run.folder), artifact.path), TreeItemCollapsibleState.None);
  item.id = key;
  item.label = artifact.path;
  item.description = bytes(artifact.bytes);
  item.iconPath = ThemeIcon.File;
  item.contextValue = 'artifact';
  item.command = { command: 'digitsLab.openArtifact', title: 'Open', arguments: [{ runId, artifact }] };
  return item;
}
