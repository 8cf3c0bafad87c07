import path from 'node:path';
import type { Disposable } from 'vscode';
import { setRunsInGit } from '../runFolder/gitignore';
import { wouldGoIntoGit } from '../runs/runsInGit';
import { messageOf } from '../util/messageOf';
import type { Services } from './services';
import { window } from './sinks/window';

/** The folders of runs of which a person was asked. */
const askedKey = 'askedAboutGit';

/** Asks, with the first run in a Git work tree and once, whether the folders of runs go into Git. */
export function offerGit(services: Services): Disposable {
  const { lab } = services;
  return lab.onEvents(({ id, events }) => {
    const run = lab.find(id);
    if (!run?.isOwn || !events.some(({ type }) => type === 'runStarted')) return;
    const runsFolder = path.dirname(run.folder);
    if (lab.runs.some(other => other.id !== id && other.config && path.dirname(other.folder) === runsFolder)) return;
    ask(services, run.folder).catch((error: Error) => {
      services.log.error(error.message);
      void window.showErrorMessage(messageOf(error));
    });
  });
}

async function ask({ context, log }: Services, folder: string): Promise<void> {
  const runsFolder = path.dirname(folder);
  const asked = context.workspaceState.get<readonly string[]>(askedKey, []);
  if (asked.includes(runsFolder) || !(await wouldGoIntoGit(folder))) return;
  await context.workspaceState.update(askedKey, [...asked, runsFolder]);
  const keep = 'Keep Runs in Git';
  const leave = 'Leave Runs out of Git';
  const chosen = await window.showInformationMessage(
    'This folder is under Git. Should it keep the runs, too? Checkpoints and other files of this machine alone are left out either way.',
    keep,
    leave,
  );
  if (chosen === undefined) return;
  await setRunsInGit(runsFolder, chosen === keep);
  log.info(`${runsFolder}: ${chosen === keep ? 'kept in Git' : 'left out of Git'}, as .gitignore says.`);
}
