import { env, Uri, workspace } from 'vscode';
import { MlflowError } from '../../tracking/mlflow/mlflowError';
import { sendRuns, type RunsToSend, type SentRuns } from '../../tracking/mlflow/sendRuns';
import { environmentUri, parseTrackingUri, type MlflowLogin } from '../../tracking/mlflow/server';
import { systemClock } from '../../util/clock';
import { counted } from '../../util/format';
import { messageOf } from '../../util/messageOf';
import type { Services } from '../services';
import { input } from '../sinks/quickInput';
import { window } from '../sinks/window';
import { editorFetch } from '../wandb/editorFetch';
import { inProgress, inShort } from './exportToFile';
import { askForLogin, forgetLogin, keepLogin, knownLogin } from './mlflowLogin';

/** What is sent, once it is known where and how. */
export interface MlflowExport {
  /** What it is, for a person: `3 runs`. */
  readonly what: string;
  readonly toSend: (withFiles: boolean) => Pick<RunsToSend, 'parent' | 'runs'>;
}

interface Destination {
  readonly uri: string;
  readonly experiment: string;
  readonly withFiles: boolean;
}

/** Asks where, says what will be sent, and sends it; a login is asked for when the server wants one. */
export async function exportToMlflow(services: Pick<Services, 'context' | 'log'>, { what, toSend }: MlflowExport): Promise<void> {
  if (!workspace.isTrusted) throw new Error('Nothing is sent in Restricted Mode: trust the workspace first.');
  const destination = await askForDestination(services, what);
  if (!destination) return;
  const { uri } = destination;
  const { secrets } = services.context;
  let { login, source } = await knownLogin(secrets, uri);
  for (;;) {
    try {
      const sent = await send(services, destination, { login, runs: toSend(destination.withFiles) });
      if (!sent) return;
      if (source === 'asked' && login) await keepLogin(secrets, uri, login);
      return await showSent(services, sent, destination);
    } catch (error) {
      if (!(error instanceof MlflowError) || error.trouble !== 'key') throw error;
      // One that was kept is of no use any more.
      if (source === 'kept') await forgetLogin(secrets, uri);
      const asked = await askForLogin(uri, messageOf(error));
      if (!asked) return;
      [login, source] = [asked, 'asked'];
    }
  }
}

/** Where runs went last, of this user and in no folder. */
const memory = { uri: 'digitsLab.mlflow.uri', experiment: 'digitsLab.mlflow.experiment' } as const;

async function askForDestination({ context }: Pick<Services, 'context'>, what: string): Promise<Destination | undefined> {
  const { globalState } = context;
  const address = await input({
    title: `Export ${what} to MLflow`,
    prompt: 'The address of the tracking server',
    placeholder: 'http://localhost:5000',
    value: globalState.get<string>(memory.uri) ?? usualUri() ?? '',
    validate: text => (text.trim() === '' ? 'Expected an address like http://localhost:5000.' : problemOf(() => parseTrackingUri(text))),
  });
  if (address.how !== 'accepted') return undefined;
  const uri = parseTrackingUri(address.item);
  const named = await input({
    title: `Export ${what} to MLflow`,
    prompt: 'The experiment, made if it is not there',
    value: globalState.get<string>(memory.experiment) ?? (process.env['MLFLOW_EXPERIMENT_NAME']?.trim() || 'digits-lab'),
    validate: text => (text.trim() === '' ? 'Expected the name of an experiment.' : undefined),
  });
  if (named.how !== 'accepted') return undefined;
  const experiment = named.item.trim();
  const [all, few] = ['Send', 'Send without Files'] as const;
  const chosen = await window.showWarningMessage(
    `Send ${what} to the experiment “${experiment}” at ${new URL(uri).host}?`,
    {
      modal: true,
      detail:
        'Sent are parameters, metrics by step, name, tags, notes, author, commit and the facts of engine and data, of recorded runs all settings, the summary, project, group and machine; with the files also configuration, events, predictions, models and what was recorded. What is sent twice is there twice.',
    },
    all,
    few,
  );
  if (chosen === undefined) return undefined;
  await globalState.update(memory.uri, uri);
  await globalState.update(memory.experiment, experiment);
  return { uri, experiment, withFiles: chosen === all };
}

function usualUri(): string | undefined {
  try {
    return environmentUri(process.env);
  } catch {
    // One that is no server's cannot be sent to.
    return undefined;
  }
}

function problemOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function send(
  { log }: Pick<Services, 'log'>,
  { uri, experiment, withFiles }: Destination,
  { login, runs }: { readonly login: MlflowLogin | undefined; readonly runs: Pick<RunsToSend, 'parent' | 'runs'> },
): Promise<SentRuns | undefined> {
  const stopped = new AbortController();
  const count = runs.runs.length;
  return inProgress(`Sending ${counted(count, 'run')} to ${new URL(uri).host}`, stopped, progress =>
    sendRuns(
      {
        fetch: editorFetch,
        clock: systemClock,
        server: { uri, login },
        signal: stopped.signal,
        onRetry: problem => {
          log.warn(`${problem} It is tried again.`);
          progress.report({ message: 'waiting, then trying again' });
        },
      },
      {
        experiment,
        hasFiles: withFiles,
        ...runs,
        onRun: index => progress.report({ message: `${index + 1} of ${count}`, increment: index === 0 ? 0 : 100 / count }),
      },
    ),
  );
}

async function showSent(
  { log }: Pick<Services, 'log'>,
  { parent, runs, remarks }: SentRuns,
  { experiment, uri }: Destination,
): Promise<void> {
  const [first] = parent ? [parent] : runs;
  const open = 'Open';
  const message = `${counted(runs.length, 'run')} sent to the experiment “${experiment}” at ${new URL(uri).host}.${inShort(remarks, log)}`;
  if (first && (await window.showInformationMessage(message, open)) === open) await env.openExternal(Uri.parse(first.url, true));
}
