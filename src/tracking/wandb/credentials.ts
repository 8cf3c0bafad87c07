import { wandbCloud, wandbKeyVariables } from '../../contract/tracking';
import type { Variables } from '../../files/dotEnv';
import { messageOf } from '../../util/messageOf';
import { pagesUrl, parseBaseUrl } from './baseUrl';
import { withoutOwnEndpoint } from './ownEndpoint';

/** A key is only ever sent to the server that it was given for. */
export interface WandbCredential {
  readonly key: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Where it was found, for a person: `WANDB_TOKEN in .env`. Never the key. */
  readonly source: string;
}

/** Where a key can be; the first that has one for a server counts. */
export interface KeySources {
  /** Of this process. */
  readonly environment: Variables;
  /** What `.env` in the folder says; undefined without one, and of a folder that is not trusted. */
  readonly dotEnv?: Variables | undefined;
  /** The key that the editor keeps for a server. */
  readonly stored?: (baseUrl: string) => PromiseLike<string | undefined>;
}

/** A key that cannot be one; the message never repeats it. */
export class CredentialError extends Error {
  override readonly name = 'CredentialError';
}

/**
 * The key for a server. Each source binds its key to the server that the same source names: a `.env` that came with a folder cannot send
 * the key of the environment somewhere else.
 * @throws {CredentialError} if what stands there cannot be a key
 */
export async function findCredential(sources: KeySources, baseUrl: string): Promise<WandbCredential | undefined> {
  const found = variableKeys(sources).find(one => one.baseUrl === baseUrl);
  const stored = found ?? (await storedKey(sources, baseUrl));
  if (!stored) return undefined;
  const problem = keyProblem(stored.key);
  if (problem !== undefined)
    throw new CredentialError(`${stored.source} cannot be a key: ${problem}. Copy it again from ${keyPage(baseUrl)}.`);
  return stored;
}

/** The keys that variables hold, each with its server; that of the environment first. */
export function variableKeys({ environment, dotEnv }: KeySources): WandbCredential[] {
  return [keyOf(environment, 'the environment'), dotEnv && keyOf(dotEnv, '.env')].filter(key => key !== undefined);
}

async function storedKey({ stored }: KeySources, baseUrl: string): Promise<WandbCredential | undefined> {
  const key = await stored?.(baseUrl);
  return key === undefined ? undefined : { key, baseUrl, source: 'what was entered to sign in' };
}

function keyOf(given: Variables, source: string): WandbCredential | undefined {
  const variables = withoutOwnEndpoint(given);
  for (const name of wandbKeyVariables) {
    const key = variables[name]?.trim() ?? '';
    if (key !== '' && !isPlaceholder(key)) return { key, baseUrl: baseUrlOf(variables, source), source: `${name} in ${source}` };
  }
  return undefined;
}

function baseUrlOf(variables: Variables, source: string): string {
  const text = variables['WANDB_BASE_URL']?.trim() || wandbCloud;
  try {
    return parseBaseUrl(text);
  } catch (error) {
    throw new CredentialError(`WANDB_BASE_URL in ${source}: ${messageOf(error)}`);
  }
}

/**
 * What is expected of a key that a text is not, as the official client has it; undefined if it can be one. The text is not repeated.
 */
export function keyProblem(key: string): string | undefined {
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(key)) return undefined;
  if (!/^[\w-]*$/.test(key)) return 'expected letters, digits, “_” and “-” only';
  // A self-hosted server puts its name and a dash before it.
  const dash = key.indexOf('-');
  const { length } = key.slice(dash + 1);
  if (length >= 40) return undefined;
  return dash < 0 ? `expected at least 40 characters, got ${length}` : `expected at least 40 characters after the dash, got ${length}`;
}

/** What stands in an example where a key is to be put. */
function isPlaceholder(text: string): boolean {
  return keyProblem(text) !== undefined && /^(your\b.*|your_.*|<.*>|\.{3}|…|x+|change[-_]?me)$/i.test(text);
}

/** Where a person gets a key from. */
export function keyPage(baseUrl: string): string {
  return `${pagesUrl(baseUrl)}/authorize`;
}
