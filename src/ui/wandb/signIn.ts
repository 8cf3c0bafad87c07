import { env, ProgressLocation, ThemeIcon, Uri, type ExtensionContext, type SecretStorage } from 'vscode';
import { keyPage, keyProblem, variableKeys } from '../../tracking/wandb/credentials';
import { askViewer } from '../../tracking/wandb/api';
import { Requests } from '../../tracking/wandb/requests';
import { systemClock } from '../../util/clock';
import { messageOf } from '../../util/messageOf';
import { input } from '../sinks/quickInput';
import { window } from '../sinks/window';
import { editorFetch } from './editorFetch';
import { keySources, secretName, wandbSettings } from './wandbSettings';

type KeyMemory = Pick<ExtensionContext, 'secrets' | 'workspaceState'>;

/**
 * Asks for a key until the server accepts one, and keeps it.
 * @returns whether there is one now
 */
export async function signIn({ secrets, workspaceState: memory }: KeyMemory): Promise<boolean> {
  const { baseUrl } = wandbSettings(memory).target;
  for (;;) {
    const key = await askForKey(baseUrl);
    if (key === undefined) return false;
    try {
      const who = await keepKey(secrets, baseUrl, key);
      void window.showInformationMessage(`Signed in to ${new URL(baseUrl).host} as ${who}.`);
      return true;
    } catch (error) {
      if ((error as Error).name === 'AbortError') return false;
      const again = 'Try Again';
      if ((await window.showErrorMessage(messageOf(error), again)) !== again) return false;
    }
  }
}

/**
 * Has the server say whose key it is, and keeps it for that server alone.
 * @returns the user's name
 * @throws {Error} if the server refuses it or cannot be reached
 */
export async function keepKey(secrets: SecretStorage, baseUrl: string, key: string): Promise<string> {
  const problem = complaintAbout(key);
  if (problem !== undefined) throw new Error(problem);
  const title = `Asking ${new URL(baseUrl).host} whose key this is`;
  const who = await window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_, cancelled) => {
    const given = new AbortController();
    cancelled.onCancellationRequested(() => given.abort());
    const credential = { key, baseUrl, source: 'the input box' };
    return askViewer(new Requests({ fetch: editorFetch, clock: systemClock, credential, signal: given.signal }));
  });
  await secrets.store(secretName(baseUrl), key);
  return who;
}

/** Forgets the key for the server that runs go to. */
export async function signOut({ secrets, workspaceState: memory }: KeyMemory): Promise<void> {
  const { baseUrl } = wandbSettings(memory).target;
  const name = secretName(baseUrl);
  const was = await secrets.get(name);
  await secrets.delete(name);
  const { host } = new URL(baseUrl);
  // What stands in a variable is not ours to delete.
  const other = variableKeys(keySources(secrets, memory)).find(key => key.baseUrl === baseUrl);
  const rest = other ? ` ${other.source} still counts.` : '';
  void window.showInformationMessage(
    (was === undefined ? `You were not signed in to ${host}.` : `Signed out of ${host}: the key was deleted here.`) + rest,
  );
}

function complaintAbout(key: string): string | undefined {
  const problem = keyProblem(key);
  return problem && `This cannot be a key: ${problem}.`;
}

/** Until a key or nothing comes; the button opens the page that shows it. */
async function askForKey(baseUrl: string): Promise<string | undefined> {
  const page = keyPage(baseUrl);
  const open = { iconPath: new ThemeIcon('link-external'), tooltip: `Open ${page}` };
  for (;;) {
    const picked = await input({
      title: 'Sign in to Weights & Biases',
      prompt: `Your key from ${page}; the button at the top right opens that page`,
      placeholder: 'Paste the key',
      value: '',
      isSecret: true,
      buttons: [open],
      validate: text => (text === '' ? undefined : complaintAbout(text.trim())),
    });
    if (picked.how === 'button') await env.openExternal(Uri.parse(page));
    else if (picked.how !== 'accepted') return undefined;
    else if (picked.item.trim() !== '') return picked.item.trim();
  }
}
