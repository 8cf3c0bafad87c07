import type { ExtensionContext } from 'vscode';

/** Called by VS Code when something of Digits Lab is used for the first time. */
export function activate(_context: ExtensionContext): void {
  // filled below
}
