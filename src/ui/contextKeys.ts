import { commands } from 'vscode';
import type { ContextValues } from '../contributions';

/** What VS Code was told last. */
const told = new Map<keyof ContextValues, unknown>();

/** Sets a key that `when` clauses of package.json ask for; VS Code is told only what is new. */
export function setContext<K extends keyof ContextValues>(key: K, value: ContextValues[K]): void {
  if (told.get(key) === value) return;
  told.set(key, value);
  void commands.executeCommand('setContext', key, value);
}
