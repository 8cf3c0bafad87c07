import type { SecretStorage } from 'vscode';
import { environmentLogin, type MlflowLogin } from '../../tracking/mlflow/server';
import { input } from '../sinks/quickInput';

/** A login with where it was found. */
export interface KnownLogin {
  readonly login: MlflowLogin | undefined;
  readonly source: 'environment' | 'kept' | 'asked' | 'none';
}

/** Under which name the login for a server is kept. */
function secretName(uri: string): string {
  return `digitsLab.mlflow.login ${uri}`;
}

/** The login for a server: that of the environment that VS Code was started in, else the one that was kept for that server. */
export async function knownLogin(secrets: SecretStorage, uri: string): Promise<KnownLogin> {
  const { login } = environmentLogin(process.env, uri);
  if (login) return { login, source: 'environment' };
  const kept = await secrets.get(secretName(uri));
  return kept === undefined ? { login: undefined, source: 'none' } : { login: loginOf(kept), source: 'kept' };
}

/** Keeps a login that a server has accepted, for that server alone. */
export async function keepLogin(secrets: SecretStorage, uri: string, login: MlflowLogin): Promise<void> {
  await secrets.store(secretName(uri), login.kind === 'token' ? login.token : `${login.user}:${login.password}`);
}

export async function forgetLogin(secrets: SecretStorage, uri: string): Promise<void> {
  await secrets.delete(secretName(uri));
}

/** Asks for a login; undefined if none is given. @param why it is asked for */
export async function askForLogin(uri: string, why: string): Promise<MlflowLogin | undefined> {
  const picked = await input({
    title: `Sign in to ${new URL(uri).host}`,
    prompt: why,
    placeholder: 'A token, or USER:PASSWORD',
    value: '',
    isSecret: true,
    validate: () => undefined,
  });
  return picked.how === 'accepted' && picked.item.trim() !== '' ? loginOf(picked.item.trim()) : undefined;
}

/** A token has no colon. */
function loginOf(text: string): MlflowLogin {
  const colon = text.indexOf(':');
  return colon < 0 ? { kind: 'token', token: text } : { kind: 'password', user: text.slice(0, colon), password: text.slice(colon + 1) };
}
