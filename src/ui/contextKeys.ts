import { commands } from 'vscode';
import type { ContextValues } from '../contributions';

/** What the keys were set to last. */
const values = new Map<string, unknown>();

/** Sets a key that `when` clauses of package.json ask for; nothing is sent where it has that value already. */
export function setContext<K extends keyof ContextValues>(key: K, value: ContextValues[K]): void {
  if (values.get(key) === value) return;
  values.set(key, value);
  void commands.executeCommand('setContext', key, value);
}
