import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { l10n, type ExtensionContext } from 'vscode';

/** Puts `digits` on the PATH of the editor's terminals: the command line, run by the editor's own Node. */
export async function offerCommandLine({ globalStorageUri, extensionUri, environmentVariableCollection }: ExtensionContext): Promise<void> {
  const folder = path.join(globalStorageUri.fsPath, 'bin');
  const program = path.join(extensionUri.fsPath, 'dist', 'cli.js');
  await mkdir(folder, { recursive: true });
  const shell = path.join(folder, 'digits');
  await writeFile(shell, `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted(process.execPath)} ${quoted(program)} "$@"\n`);
  await chmod(shell, 0o755);
  await writeFile(
    path.join(folder, 'digits.cmd'),
    `@echo off\r\nsetlocal\r\nset ELECTRON_RUN_AS_NODE=1\r\n"${process.execPath}" "${program}" %*\r\n`,
  );
  environmentVariableCollection.description = l10n.t('The command `digits`: train, list and compare runs from the terminal');
  environmentVariableCollection.prepend('PATH', folder + path.delimiter);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
