import type { MlflowError } from './mlflowError';
import type { MlflowRequests } from './requests';

/** Where a tracking server takes the artifacts that it serves itself. */
const ARTIFACTS = '/api/2.0/mlflow-artifacts/artifacts';

/**
 * The path at the tracking server that artifacts of a run, or an experiment, are put below; without a slash at its end.
 * @param uri as the server names it: `mlflow-artifacts:/1/0a1b…/artifacts`
 * @throws {MlflowError} if they are kept where only programs with rights of their own can write
 */
export function artifactPath(requests: Pick<MlflowRequests, 'uri' | 'error'>, uri: string): string {
  const refused = (why: string): MlflowError =>
    requests.error('refused', 'artifacts', `${why}: start it with --serve-artifacts, or export without the files (--no-artifacts).`);
  if (!URL.canParse(uri)) throw refused('keeps artifacts at a place that it does not serve');
  const { protocol, host, pathname } = new URL(uri);
  // The path of `mlflow-artifacts:/…` begins behind the scheme; with a host it is meant for that one.
  if (protocol !== 'mlflow-artifacts:') throw refused(`keeps artifacts at ${protocol} which it does not serve itself`);
  if (host !== '' && host !== new URL(requests.uri).host) throw refused(`keeps artifacts at another server, ${host}`);
  return `${ARTIFACTS}/${pathname.replace(/^\/{1,2}/, '').replace(/\/$/, '')}`;
}

/** A path among artifacts as part of an address. */
export function addressOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
