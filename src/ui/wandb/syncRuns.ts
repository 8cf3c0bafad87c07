import { commands, env, Uri } from 'vscode';
import type { SyncState, WandbTarget } from '../../contract/tracking';
import { viewIds, type CommandId } from '../../contributions';
import type { LabRun } from '../../runs/labRun';
import { findCredential, keyPage } from '../../tracking/wandb/credentials';
import { isUnsent } from '../../wording/syncInWords';
import type { Services } from '../services';
import { window } from '../sinks/window';
import { askAboutClaim } from './askTarget';
import { keySources, wandbChoice, wandbSettings } from './wandbSettings';

/** Whether a run can be sent: it has something to send, and no trainer adds to it. */
export function isSendable({ config, status }: LabRun): boolean {
  return config?.kind === 'trained' && status !== 'running' && status !== 'starting';
}

/** Sends runs, one after the other; says which did not arrive. */
export async function syncRuns(services: Services, runs: readonly LabRun[]): Promise<void> {
  const { tracker } = services;
  const sendable = await chooseTargets(services, runs.filter(isSendable));
  if (sendable.length === 0) return;
  if (!(await hasKeys(services, sendable))) return;
  const left: { readonly run: LabRun; readonly state: SyncState }[] = [];
  await window.withProgress({ location: { viewId: viewIds.runs } }, async () => {
    for (const { run, chosen } of sendable) {
      const state = await tracker.sync(run.folder, chosen);
      // Of a run that has only just ended the record may still be written: it is on its way.
      if (state.status === 'failed' || (state.status === 'queued' && state.reason !== undefined)) left.push({ run, state });
    }
  });
  if (left.length === 0) return;
  const [first] = left;
  throw new Error(
    left.length === 1
      ? `“${services.names.fullOf(first!.run.id)}” is not at Weights & Biases: ${reasonOf(first!.state)}`
      : `${left.length} of ${runs.length} runs are not at Weights & Biases. The first: ${reasonOf(first!.state)}`,
  );
}

/** Those that were recorded and have not arrived. */
export async function syncAll(services: Services): Promise<void> {
  const unsent = services.lab.runs.filter(run => {
    const status = services.tracker.stateOf(run.folder)?.sync.status;
    return status !== undefined && isUnsent(status);
  });
  if (!unsent.some(isSendable)) void window.showInformationMessage('Every recorded run is at Weights & Biases.');
  else await syncRuns(services, unsent);
}

/** The run's page, in a browser. */
export async function openRun({ tracker, names }: Services, run: LabRun): Promise<void> {
  const url = tracker.stateOf(run.folder)?.sync.url;
  // It is read from a file that may have come with a folder.
  if (url === undefined || !/^https?:\/\//.test(url))
    throw new Error(`“${names.fullOf(run.id)}” has no page at Weights & Biases yet: sync it first.`);
  await env.openExternal(Uri.parse(url, true));
}

interface Sendable {
  readonly run: LabRun;
  /** Where a person has said that it goes, if they were asked. */
  readonly chosen: WandbTarget | undefined;
}

/** Asks, once a project, where runs go that a folder has go elsewhere; leaves out what a person does not want to have sent. */
async function chooseTargets({ tracking, tracker, names, context }: Services, runs: readonly LabRun[]): Promise<Sendable[]> {
  if (runs.length === 0) return [];
  const { open } = wandbChoice(context.workspaceState);
  if (open && !(await tracking.settle(open))) return [];
  const { target: current } = wandbSettings(context.workspaceState);
  const claims = await Promise.all(runs.map(async run => ({ run, claimed: await tracker.claimOf(run.folder) })));
  const byProject = new Map<string, { readonly claimed: WandbTarget; readonly runs: LabRun[] }>();
  for (const { run, claimed } of claims) {
    if (!claimed) continue;
    const project = JSON.stringify([claimed.baseUrl, claimed.entity, claimed.project]);
    const same = byProject.get(project);
    if (same) same.runs.push(run);
    else byProject.set(project, { claimed, runs: [run] });
  }
  const sendable = claims.flatMap(({ run, claimed }): Sendable[] => (claimed ? [] : [{ run, chosen: undefined }]));
  for (const { claimed, runs: claiming } of byProject.values()) {
    const chosen = await askAboutClaim(
      claiming.map(({ id }) => names.fullOf(id)),
      claimed,
      current,
    );
    if (chosen) for (const run of claiming) sendable.push({ run, chosen });
  }
  return sendable;
}

/** Offers to sign in where a key is missing. */
async function hasKeys({ tracker, context }: Services, sendable: readonly Sendable[]): Promise<boolean> {
  const { baseUrl: current } = wandbSettings(context.workspaceState).target;
  // What has begun at a server goes on there.
  const servers = new Set(
    sendable.map(({ run: { folder }, chosen }) => {
      if (chosen) return chosen.baseUrl;
      const tracking = tracker.isOwn(folder) ? tracker.stateOf(folder) : undefined;
      return tracking?.sync.url === undefined ? current : tracking.target.baseUrl;
    }),
  );
  const sources = keySources(context.secrets, context.workspaceState);
  for (const baseUrl of servers) {
    if (await findCredential(sources, baseUrl)) continue;
    const signIn = 'Sign In';
    const message = `There is no key for ${new URL(baseUrl).host} yet. It stands on ${keyPage(baseUrl)}.`;
    if ((await window.showWarningMessage(message, signIn)) !== signIn) return false;
    const id: CommandId = 'digitsLab.wandb.signIn';
    if (!(await commands.executeCommand<boolean>(id))) return false;
  }
  return true;
}

function reasonOf({ reason, status }: SyncState): string {
  return reason ?? status;
}
