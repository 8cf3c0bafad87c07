import { createHash } from 'node:crypto';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { workspace, type Memento } from 'vscode';
import type { WandbTarget } from '../../contract/tracking';
import { readDotEnv, type Variables } from '../../files/dotEnv';
import { variableKeys } from '../../tracking/wandb/credentials';

export interface EnvFile {
  readonly file: string;
  readonly variables: Variables;
}

/** The `.env` of the first open folder that has one; a folder that is not trusted is not read. */
export function readEnvFile(): EnvFile | undefined {
  if (!workspace.isTrusted) return undefined;
  for (const { uri } of workspace.workspaceFolders ?? []) {
    const variables = uri.scheme === 'file' ? readDotEnv(uri.fsPath) : undefined;
    if (variables) return { file: path.join(uri.fsPath, '.env'), variables };
  }
  return undefined;
}

/** Where a folder's `.env` would have runs go, with whose key: a person is asked before they do. */
export interface EnvFileClaim {
  readonly file: string;
  readonly target: WandbTarget;
  /** The account that runs go to is that of a key in the file. */
  readonly givesKey: boolean;
  /** Names this claim and no other one: neither another target nor another key. */
  readonly id: string;
}

/**
 * What a `.env` decides about where runs go; undefined if nothing.
 * @param own the target without it
 * @param target the target with it
 */
export function claimOf({ file, variables }: EnvFile, own: WandbTarget, target: WandbTarget): EnvFileClaim | undefined {
  const key = variableKeys({ environment: {}, dotEnv: variables }).find(({ baseUrl }) => baseUrl === target.baseUrl);
  const isFirst = !variableKeys({ environment: process.env }).some(({ baseUrl }) => baseUrl === target.baseUrl);
  const givesKey = key !== undefined && isFirst;
  if (!givesKey && isDeepStrictEqual(own, target)) return undefined;
  const claim = JSON.stringify([file, target, givesKey ? key.key : '']);
  return { file, target, givesKey, id: createHash('sha256').update(claim).digest('hex') };
}

export type Decision = 'allowed' | 'refused';

/** What was answered about it; undefined: nothing yet. */
export function decisionOn({ id }: EnvFileClaim, memory: Memento): Decision | undefined {
  return memory.get<Decision>(keyOf(id));
}

/** Keeps an answer, in this workspace. */
export async function decide({ id }: EnvFileClaim, decision: Decision, memory: Memento): Promise<void> {
  await memory.update(keyOf(id), decision);
}

function keyOf(id: string): string {
  return `wandb.envFile ${id}`;
}
