import { commands } from 'vscode';
import type { ContextValues } from '../contributions';

/** Sets a key that `when` clauses of package.json ask for. */
export function setContext<K extends keyof ContextValues>(key: K, value: ContextValues[K]): void {
  void commands.executeCommand('setContext', key, value);
}
