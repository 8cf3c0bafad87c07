import { workspace } from 'vscode';
import type { SettingValues } from '../contributions';

/** The value of a setting as it is now. */
export function setting<K extends keyof SettingValues>(id: K): SettingValues[K] {
  const dot = id.indexOf('.');
  // package.json declares a default of that type for each.
  return workspace.getConfiguration(id.slice(0, dot)).get<SettingValues[K]>(id.slice(dot + 1))!;
}

/** The value that a person has given a setting that no folder can have; undefined if it has its default. */
export function chosenSetting<K extends keyof SettingValues>(id: K): SettingValues[K] | undefined {
  return inspect(id)?.globalValue;
}

/** Whether the value of a setting comes from the files of what is open, not from this user's own. */
export function isOfWorkspace(id: keyof SettingValues): boolean {
  const found = inspect(id);
  return found?.workspaceValue !== undefined || found?.workspaceFolderValue !== undefined;
}

function inspect<K extends keyof SettingValues>(id: K) {
  const dot = id.indexOf('.');
  return workspace.getConfiguration(id.slice(0, dot)).inspect<SettingValues[K]>(id.slice(dot + 1));
}
