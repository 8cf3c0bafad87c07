import path from 'node:path';
import { workspace, type SecretStorage } from 'vscode';
import type { WandbSettings } from '../../tracking/tracker';
import { parseBaseUrl } from '../../tracking/wandb/baseUrl';
import type { KeyPlaces } from '../../tracking/wandb/credentials';
import { validateTarget } from '../../tracking/wandb/target';
import { readVariables } from '../../tracking/wandb/variables';
import { readDotEnv, type Variables } from '../../files/dotEnv';
import { chosenSetting, setting } from '../settings';

/** Where a key can be: the environment of VS Code, `.env` in the open folder, and what Sign in has kept. */
export function keyPlaces(secrets: SecretStorage): KeyPlaces {
  return { environment: process.env, dotEnv: readEnvFile()?.variables, stored: baseUrl => secrets.get(secretName(baseUrl)) };
}

/** Under which name the key for a server is kept. */
export function secretName(baseUrl: string): string {
  return `digitsLab.wandb.key ${baseUrl}`;
}

/** The `.env` of the first open folder that has one; a folder that is not trusted is not read. */
export function readEnvFile(): { readonly file: string; readonly variables: Variables } | undefined {
  if (!workspace.isTrusted) return undefined;
  for (const { uri } of workspace.workspaceFolders ?? []) {
    const variables = uri.scheme === 'file' ? readDotEnv(uri.fsPath) : undefined;
    if (variables) return { file: path.join(uri.fsPath, '.env'), variables };
  }
  return undefined;
}

/**
 * What a person has set; where nothing is set, what W&B's variables say, but for the mode: nobody expects an editor to send something
 * because of a variable.
 * @throws {Error} if a variable or a setting cannot be what it is
 */
export function wandbSettings(): WandbSettings {
  const { target } = readVariables({ environment: process.env, dotEnv: readEnvFile()?.variables });
  const baseUrl = chosenSetting('digitsLab.wandb.baseUrl');
  const settings: WandbSettings = {
    mode: setting('digitsLab.wandb.mode'),
    baseUrl: baseUrl === undefined ? target.baseUrl : parseBaseUrl(baseUrl),
    entity: setting('digitsLab.wandb.entity') || target.entity,
    project: chosenSetting('digitsLab.wandb.project') ?? (target.project || setting('digitsLab.wandb.project')),
    group: setting('digitsLab.wandb.group') || target.group,
    jobType: setting('digitsLab.wandb.jobType') || target.jobType,
  };
  validateTarget(settings);
  return settings;
}
