import type { ExportedComparison } from '../designs/exportedComparison';
import { environmentLogin, environmentUri, MlflowServerError, parseTrackingUri, type MlflowServer } from '../tracking/mlflow/server';
import { MlflowError } from '../tracking/mlflow/mlflowError';
import { systemClock } from '../util/clock';
import { counted } from '../util/format';
import type { Cli } from './context';
import { ExitCode, UsageError } from './exitCode';
import { fetchOverNetwork } from './fetchOverNetwork';

/** What the flags about MLflow say. */
export interface MlflowFlags {
  readonly trackingUri?: string;
  readonly experiment?: string;
  /** False with `--no-artifacts`. */
  readonly artifacts: boolean;
  readonly json?: true;
}

/** Where runs go unless something else is said. */
export const DEFAULT_EXPERIMENT = 'digits-lab';

interface RunsToExport {
  readonly folders: readonly string[];
  readonly comparison?: ExportedComparison | undefined;
}

/** Sends runs to an MLflow server; says where before the first one goes. */
export async function exportToMlflow({ folders, comparison }: RunsToExport, options: MlflowFlags, cli: Cli): Promise<number> {
  const { out, err } = cli.output;
  const server = serverFor(options, cli);
  const experiment = (options.experiment ?? cli.environment['MLFLOW_EXPERIMENT_NAME']?.trim()) || DEFAULT_EXPERIMENT;
  const what = `${counted(folders.length, 'run')}${options.artifacts ? ' with their files' : ''}`;
  err.line(`Sending ${what} to the experiment ${experiment} at ${new URL(server.uri).host}.`);
  // Loaded only when it is needed, since most commands do not use it.
  const [{ sendRuns }, { runFromFolder }, { comparisonRun }] = await Promise.all([
    import('../tracking/mlflow/sendRuns'),
    import('../tracking/mlflow/runFromFolder'),
    import('../tracking/mlflow/loggedComparison'),
  ]);
  const stopped = new AbortController();
  const interruption = cli.onInterrupt(() => stopped.abort());
  try {
    const sent = await sendRuns(
      {
        fetch: cli.fetch ?? fetchOverNetwork,
        clock: systemClock,
        server,
        signal: stopped.signal,
        onRetry: problem => err.line(`warning: ${problem} It is tried again.`),
      },
      {
        experiment,
        hasFiles: options.artifacts,
        runs: folders.map(folder => () => runFromFolder(folder, options.artifacts)),
        ...(comparison && { parent: comparisonRun(comparison.result, options.artifacts ? comparison.files : [], comparison.endMs) }),
      },
    );
    for (const remark of sent.remarks) err.line(`note: ${remark}`);
    const all = [...(sent.parent ? [sent.parent] : []), ...sent.runs];
    if (options.json) out.json({ to: 'mlflow', trackingUri: server.uri, experiment, ...sent }, 2);
    else out.lines(all.map(({ id, url }) => `${id}  ${url}`));
    return ExitCode.done;
  } catch (error) {
    if (interruption.exitCode !== undefined) return interruption.exitCode;
    if (!(error instanceof MlflowError)) throw error;
    err.line(`digits: ${error.message}`);
    return ExitCode.failed;
  } finally {
    interruption.dispose();
  }
}

/** @throws {UsageError} if no server is named, or what is named cannot be one */
function serverFor({ trackingUri }: MlflowFlags, { environment, output: { err } }: Cli): MlflowServer {
  try {
    const uri = trackingUri === undefined ? environmentUri(environment) : parseTrackingUri(trackingUri);
    if (uri === undefined)
      throw new UsageError('export: which MLflow server? Give its address with --tracking-uri, or in MLFLOW_TRACKING_URI.');
    const { login, note } = environmentLogin(environment, uri);
    if (note !== undefined) err.line(`note: ${note}`);
    return { uri, login };
  } catch (error) {
    if (error instanceof MlflowServerError) throw new UsageError(`export: ${error.message}`, { cause: error });
    throw error;
  }
}
