import { workspace } from 'vscode';
import type { SettingValues } from '../contributions';

/** The value of a setting as it is now. */
export function setting<K extends keyof SettingValues>(id: K): SettingValues[K] {
  const dot = id.indexOf('.');
  // package.json declares a default of that type for each.
  return workspace.getConfiguration(id.slice(0, dot)).get<SettingValues[K]>(id.slice(dot + 1))!;
}

/** The value that a person has given a setting; undefined if it has its default. */
export function chosenSetting<K extends keyof SettingValues>(id: K): SettingValues[K] | undefined {
  const dot = id.indexOf('.');
  const found = workspace.getConfiguration(id.slice(0, dot)).inspect<SettingValues[K]>(id.slice(dot + 1));
  const isChosen = [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue].some(value => value !== undefined);
  return isChosen ? setting(id) : undefined;
}
