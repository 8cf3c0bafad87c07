import { Buffer } from 'node:buffer';
import path from 'node:path';
import { commands, Uri, workspace } from 'vscode';
import type { SavedContent } from '../contract/dashboard';
import { window } from './sinks/window';

/**
 * Saves what a page has made where the person says, and offers to open it.
 * @param beside where the dialog begins when no folder is open
 */
export async function saveContent(fileName: string, content: SavedContent, beside?: Uri): Promise<void> {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? beside;
  const target = await window.showSaveDialog(folder ? { defaultUri: Uri.joinPath(folder, path.basename(fileName)) } : {});
  if (!target) return;
  await workspace.fs.writeFile(target, 'text' in content ? Buffer.from(content.text) : Buffer.from(content.base64, 'base64'));
  const open = 'Open';
  if ((await window.showInformationMessage(`Saved ${path.basename(target.fsPath)}.`, open)) === open)
    await commands.executeCommand('vscode.open', target);
}
