import type { Memento, SecretStorage } from 'vscode';
import type { Variables } from '../../files/dotEnv';
import type { WandbTarget } from '../../contract/tracking';
import { parseBaseUrl } from '../../tracking/wandb/baseUrl';
import type { KeySources } from '../../tracking/wandb/credentials';
import { validateTarget } from '../../tracking/wandb/target';
import { readVariables } from '../../tracking/wandb/variables';
import type { WandbSettings } from '../../tracking/wandb/wandbTracker';
import { chosenSetting, setting } from '../settings';
import { claimOf, decisionOn, readEnvFile, type EnvFileClaim } from './envFile';

/** Where runs go as things are. */
export interface WandbChoice {
  readonly settings: WandbSettings;
  /** Variables of the folder's `.env` that count: a person has allowed them, or they decide nothing. */
  readonly dotEnv: Variables | undefined;
  /** The `.env` would have runs go elsewhere, and that is not answered yet: it does not count until then. */
  readonly open: EnvFileClaim | undefined;
}

/** Where a key can be: the environment of VS Code, `.env` in the open folder once it is allowed, and what Sign in has kept. */
export function keySources(secrets: SecretStorage, memory: Memento): KeySources {
  return { environment: process.env, dotEnv: wandbChoice(memory).dotEnv, stored: baseUrl => secrets.get(secretName(baseUrl)) };
}

/** Under which name the key for a server is kept. */
export function secretName(baseUrl: string): string {
  return `digitsLab.wandb.key ${baseUrl}`;
}

/**
 * What a person has set; where nothing is set, what W&B's variables say, but for the mode: an editor is not expected to send something
 * because of a variable. Those of the folder's `.env` count once they are allowed.
 * @param memory of this workspace
 * @throws {Error} if a variable or a setting cannot be what it is
 */
export function wandbChoice(memory: Memento): WandbChoice {
  const own = settingsWith(undefined);
  const env = readEnvFile();
  if (!env) return { settings: own, dotEnv: undefined, open: undefined };
  const theirs = settingsWith(env.variables);
  const claim = claimOf(env, own.target, theirs.target);
  const decision = claim ? decisionOn(claim, memory) : 'allowed';
  if (decision === 'allowed') return { settings: theirs, dotEnv: env.variables, open: undefined };
  return { settings: own, dotEnv: undefined, open: decision === undefined ? claim : undefined };
}

/** The settings that count now. @throws {Error} as `wandbChoice` */
export function wandbSettings(memory: Memento): WandbSettings {
  return wandbChoice(memory).settings;
}

/**
 * What a run is recorded for that begins now: while the folder's `.env` would have it go elsewhere, and that is not answered, it is
 * recorded for that target and not sent.
 * @throws {Error} as `wandbChoice`
 */
export function recordingSettings(memory: Memento): WandbSettings {
  const { settings, open } = wandbChoice(memory);
  if (!open) return settings;
  return { mode: settings.mode, target: open.target, isUnconfirmed: true };
}

function settingsWith(dotEnv: Variables | undefined): WandbSettings {
  const { target: named } = readVariables({ environment: process.env, dotEnv });
  const baseUrl = chosenSetting('digitsLab.wandb.baseUrl');
  const target: WandbTarget = {
    baseUrl: baseUrl === undefined ? named.baseUrl : parseBaseUrl(baseUrl),
    entity: setting('digitsLab.wandb.entity') || named.entity,
    project: chosenSetting('digitsLab.wandb.project') ?? (named.project || setting('digitsLab.wandb.project')),
    group: setting('digitsLab.wandb.group') || named.group,
    jobType: setting('digitsLab.wandb.jobType') || named.jobType,
  };
  validateTarget(target);
  return { mode: setting('digitsLab.wandb.mode'), target };
}
