import { workspace } from 'vscode';
import type { SettingValues } from '../contributions';

/** The value of a setting as it is now. */
export function setting<K extends keyof SettingValues>(id: K): SettingValues[K] {
  const dot = id.indexOf('.');
  // package.json declares a default of that type for each.
  return workspace.getConfiguration(id.slice(0, dot)).get<SettingValues[K]>(id.slice(dot + 1))!;
}
