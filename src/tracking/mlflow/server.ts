import type { Variables } from '../../files/dotEnv';

/** How a server is told who asks: a token (Bearer), or a user with a password (Basic). */
export type MlflowLogin =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string };

/** A tracking server, and what it is told of who asks. The login goes to this server and to no other. */
export interface MlflowServer {
  /** Without a slash at its end. */
  readonly uri: string;
  readonly login?: MlflowLogin | undefined;
}

/** An address, or what goes with it, that cannot be one. The message never repeats a token or password. */
export class MlflowServerError extends Error {
  override readonly name = 'MlflowServerError';
}

/**
 * The address of a tracking server in the one form in which addresses are compared: without a slash at its end.
 * @throws {MlflowServerError} if it is none that runs can be sent to
 */
export function parseTrackingUri(text: string): string {
  const wrong = (why: string): MlflowServerError =>
    new MlflowServerError(
      `The address of the MLflow server, ${JSON.stringify(text.trim().slice(0, 200))}, ${why}; expected one like http://localhost:5000.`,
    );
  if (!URL.canParse(text.trim())) throw wrong('is no URL');
  const { protocol, origin, pathname, username, password, search, hash } = new URL(text.trim());
  // Not shown: it may be a password.
  if (username || password)
    throw new MlflowServerError(
      'The address of the MLflow server has a user or password in it; set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD instead.',
    );
  if (protocol !== 'https:' && protocol !== 'http:')
    throw wrong(`begins with ${protocol} Runs are sent to a tracking server (mlflow server), not into its store`);
  if (search || hash) throw wrong('has a ? or #');
  return `${origin}${withoutLastSlashes(pathname)}`;
}

function withoutLastSlashes(text: string): string {
  let length = text.length;
  while (text[length - 1] === '/') length--;
  return text.slice(0, length);
}

/** Who asks a server, by the variables of the environment. */
export interface EnvironmentLogin {
  readonly login?: MlflowLogin;
  /** Why one that is there does not count, for a person. */
  readonly note?: string;
}

/**
 * The login that variables hold for a server, as MLflow's own client reads them. Where MLFLOW_TRACKING_URI names another server it belongs
 * to that one.
 * @param environment of the process: what a folder says does not count
 */
export function environmentLogin(environment: Variables, uri: string): EnvironmentLogin {
  const login = loginIn(environment);
  const named = environment['MLFLOW_TRACKING_URI']?.trim() ?? '';
  if (!login) return {};
  if (named === '' || isSame(named, uri)) return { login };
  const which = login.kind === 'token' ? 'MLFLOW_TRACKING_TOKEN' : 'MLFLOW_TRACKING_PASSWORD';
  return { note: `${which} in the environment belongs to the server that MLFLOW_TRACKING_URI names, and is not sent to another one.` };
}

function loginIn(environment: Variables): MlflowLogin | undefined {
  const user = environment['MLFLOW_TRACKING_USERNAME']?.trim() ?? '';
  // A password may begin or end with a space.
  const password = environment['MLFLOW_TRACKING_PASSWORD'] ?? '';
  const token = environment['MLFLOW_TRACKING_TOKEN']?.trim() ?? '';
  // As the official client has it: with a user and a password, the token does not count.
  if (user !== '' && password !== '') return { kind: 'password', user, password };
  return token === '' ? undefined : { kind: 'token', token };
}

function isSame(named: string, uri: string): boolean {
  try {
    return parseTrackingUri(named) === uri;
  } catch {
    return false;
  }
}

/** The address in MLFLOW_TRACKING_URI; undefined without one. @throws {MlflowServerError} if it names no server */
export function environmentUri(environment: Variables): string | undefined {
  const text = environment['MLFLOW_TRACKING_URI']?.trim() ?? '';
  return text === '' ? undefined : parseTrackingUri(text);
}

/** The value of the header Authorization; undefined without a login. */
export function authorization(login: MlflowLogin | undefined): string | undefined {
  switch (login?.kind) {
    case undefined:
      return undefined;
    case 'token':
      return `Bearer ${login.token}`;
    case 'password':
      return `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
  }
}

/** What must not be repeated in any message. */
export function secretsOf(login: MlflowLogin | undefined): string[] {
  if (!login) return [];
  const secrets = login.kind === 'token' ? [login.token] : [login.password, authorization(login)!.slice('Basic '.length)];
  return secrets.filter(secret => secret !== '');
}
