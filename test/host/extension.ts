import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Parameters } from '../../src/contract/parameters';
import type { CommandArguments, CommandId } from '../../src/contributions';
import type { DigitsLabApi, RunInBrief } from '../../src/ui/api';

/** Two seconds or so of training. */
export const quick: Partial<Parameters> = {
  epochs: 3,
  train_samples: 400,
  validation_samples: 100,
  batch_size: 64,
  num_filters: 4,
};

/** So many epochs that it is still at work when the test has seen what it wants to see. */
export const long: Partial<Parameters> = { ...quick, epochs: 5000 };

export function theExtension(): vscode.Extension<DigitsLabApi> {
  const extension = vscode.extensions.getExtension<DigitsLabApi>('digits-lab.digits-lab');
  assert.ok(extension, 'VS Code does not know the extension.');
  return extension;
}

export async function theApi(): Promise<DigitsLabApi> {
  return theExtension().activate();
}

/** Runs a command of the extension with an argument that has its type. */
export async function execute<C extends CommandId>(command: C, argument?: CommandArguments[C]): Promise<unknown> {
  return vscode.commands.executeCommand(command, argument);
}

/** `digitsLab.train` as another extension calls it: its dashboard stays closed unless the test wants it. */
export async function train(parameters: Partial<Parameters>, open = false): Promise<string> {
  const id = await execute('digitsLab.train', { parameters, open });
  assert.equal(typeof id, 'string');
  return id as string;
}

export async function findRun(id: string): Promise<RunInBrief | undefined> {
  return (await (await theApi()).runs()).find(run => run.id === id);
}

/** Settles when something is true of the runs; looks whenever the extension says that something changed. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  const api = await theApi();
  return new Promise((resolve, reject) => {
    const attempt = (): void =>
      void look().then(found => {
        if (found === undefined || found === false) return;
        listening.dispose();
        resolve(found);
      }, reject);
    const listening = api.onDidChangeRuns(attempt);
    attempt();
  });
}

/** Settles when a run has a status. */
export function untilStatus(id: string, ...statuses: readonly RunInBrief['status'][]): Promise<RunInBrief> {
  return until(async () => {
    const run = await findRun(id);
    if (run?.status === 'failed' && !statuses.includes('failed')) throw new Error(`${id} failed: ${run.reason}`);
    return run && statuses.includes(run.status) && run;
  });
}

export function workspaceFolder(): string {
  return vscode.workspace.workspaceFolders![0]!.uri.fsPath;
}

export function runsFolder(): string {
  return path.join(workspaceFolder(), '.digits', 'runs');
}

/** The titles of the open dashboards. */
export function dashboardTabs(): string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('digitsLab.dashboard'))
    .map(({ label }) => label);
}
