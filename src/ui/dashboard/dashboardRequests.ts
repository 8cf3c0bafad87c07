import path from 'node:path';
import { commands, Uri, workspace } from 'vscode';
import type { FromDashboard, RunAction } from '../../contract/dashboard';
import type { CommandId } from '../../contributions';
import { listArtifacts } from '../../runFolder/artifacts';
import type { LabRun } from '../../runs/labRun';
import { visible } from '../../util/shownText';
import { saveContent } from '../saveContent';
import type { Services } from '../services';
import { readDrawing } from './readDrawing';
import { answerImages } from './imageRequests';
import type { KnownRecordings } from './knownRecordings';

const commandOf: Readonly<Record<Exclude<RunAction, 'openParent'>, CommandId>> = {
  stop: 'digitsLab.stop',
  resume: 'digitsLab.resume',
  rerun: 'digitsLab.rerun',
  effect: 'digitsLab.effect',
  reproduce: 'digitsLab.reproduce',
  openConfig: 'digitsLab.openConfig',
  report: 'digitsLab.writeReport',
  showLog: 'digitsLab.showLog',
  reveal: 'digitsLab.reveal',
  difference: 'digitsLab.compareWith',
};

/** Does what the page of a run asks, and answers it. @throws {Error} with why it cannot be done, for a person */
export async function answerDashboard(
  services: Services,
  recordings: KnownRecordings,
  runId: string,
  request: FromDashboard,
): Promise<unknown> {
  const { lab, log } = services;
  const run = lab.find(runId);
  switch (request.type) {
    case 'act':
      return act(request.action, runId, run);
    case 'openArtifact':
    case 'revealArtifact':
      return openArtifact(request, run);
    case 'saveNotes':
      // Elsewhere the page does not offer it.
      if (!workspace.isTrusted) throw new Error('Notes are not changed in Restricted Mode: trust the workspace first.');
      return lab.changeNotes(request.runId, request);
    case 'importArrays':
      return execute('digitsLab.importArrays', request.addresses);
    case 'readDrawing':
      return readDrawing(services, run, request.drawing);
    case 'save':
      return saveContent(request.fileName, request.content, run && Uri.file(path.dirname(run.folder)));
    case 'curves':
    case 'meanCurves':
    case 'classCounts':
      return services.inspector.ask({ ...request, folder: requireFolder(run) });
    case 'listImages':
    case 'lookAtImage':
    case 'otherRuns':
      return answerImages(services, run, request);
    case 'scalarCurves':
      return recordings.of(requireFolder(run)).curves(request);
    case 'scalarValues':
      return recordings.of(requireFolder(run)).values(request);
    case 'failed':
      return log.error(`Dashboard of ${runId}: ${request.message}`);
  }
}

function requireFolder(run: LabRun | undefined): string {
  if (!run) throw new Error('The run is not there any more.');
  return run.folder;
}

/** Whether a page asks about the curves of a run. */
export function isAboutCurves({ type }: Pick<FromDashboard, 'type'>): boolean {
  return ['curves', 'meanCurves', 'classCounts', 'scalarCurves'].includes(type);
}

async function act(action: RunAction, runId: string, run: LabRun | undefined): Promise<void> {
  if (action !== 'openParent') await execute(commandOf[action], runId);
  else if (run?.parent) {
    // Both are to be seen side by side, or one after the other.
    await execute('digitsLab.keepOpen', runId);
    await execute('digitsLab.openDashboard', run.parent);
  }
}

async function openArtifact(
  { type, path: shown }: Extract<FromDashboard, { type: 'openArtifact' | 'revealArtifact' }>,
  run: LabRun | undefined,
): Promise<void> {
  const artifacts = run ? await listArtifacts(run.folder) : [];
  const artifact = artifacts.find(one => visible(one.path) === shown);
  if (!run || !artifact) throw new Error(`${shown} is not there any more.`);
  if (type === 'revealArtifact') await commands.executeCommand('revealInExplorer', Uri.file(path.join(run.folder, artifact.path)));
  else await execute('digitsLab.openArtifact', { runId: run.id, artifact });
}

function execute(command: CommandId, argument: unknown): Thenable<unknown> {
  return commands.executeCommand(command, argument);
}
