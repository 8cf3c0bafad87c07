import path from 'node:path';
import { workspace } from 'vscode';
import type { Desk, UnbegunRun } from '../../assistants/desk';
import { isComplete } from '../../contract/parameters';
import type { TrackedRun } from '../../queries/listing';
import { checkOnThisComputer } from '../../runFolder/networkFolder';
import type { LabRun } from '../../runs/labRun';
import { messageOf } from '../../util/messageOf';
import { checkMayTrain } from '../mayTrain';
import type { Services } from '../services';
import { setting } from '../settings';
import { thisMachine } from '../thisMachine';
import type { Training } from '../train';

/** What the tools of assistants work with in the editor: the runs that its views show, and its queue. */
export function editorDesk({ lab, tracker, inspector }: Services, training: Training): Desk {
  const overviewOf = (run: LabRun): TrackedRun[] => {
    const { id, folder, config, labels, status, summary, readOnly } = run;
    if (!config) return [];
    const overview = { id, folder, config, labels, status: status === 'starting' ? 'running' : status, summary, readOnly } as const;
    return [{ ...overview, tracking: tracker.stateOf(folder) }];
  };
  return {
    runsFolders: lab.runsFolders,
    runs: () => Promise.resolve({ runs: lab.runs.flatMap(overviewOf), broken: lab.broken }),
    withoutFolder: id => {
      const queued = lab.queued.find(one => one.id === id && one.isAsked);
      if (queued) return { id, status: 'waiting', parameters: queued.parameters };
      return unbegun(lab.find(id));
    },
    inspector,
    starting: {
      refusal: whyNotHere,
      machine: () => thisMachine(lab.runs),
      consequences,
      datasetOf,
      start: async run => {
        const id = await training.start(run);
        const waits = lab.queued.some(queued => queued.id === id);
        const folder = path.join(lab.runsFolders[0]!, id);
        return { id, folder, says: waits ? 'It waits in the queue for its turn.' : 'It is being trained.' };
      },
    },
  };
}

function unbegun(run: LabRun | undefined): UnbegunRun | undefined {
  if (!run || run.config || !isComplete(run.parameters)) return undefined;
  const { id, status, parameters, reason } = run;
  return { id, status: status === 'failed' ? 'failed' : 'starting', parameters, ...(reason !== null && { reason }) };
}

/** Also for who calls the tool without having asked: nothing starts in a workspace that is not trusted. */
function whyNotHere(): string | undefined {
  try {
    checkMayTrain();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function consequences(): readonly string[] {
  switch (setting('digitsLab.wandb.mode')) {
    case 'off':
      return [];
    case 'offline':
      return ['It is recorded for Weights & Biases in its folder, and not sent, as your settings say.'];
    case 'online':
      return ['It is recorded and sent to Weights & Biases, as your settings say.'];
  }
}

/** A folder is meant from the one that is open; the person sees it in full before anything starts. */
function datasetOf(named: string): string {
  if (named === 'mnist') return named;
  checkOnThisComputer({ dataset: named });
  const [open] = workspace.workspaceFolders ?? [];
  return open ? path.resolve(open.uri.fsPath, named) : named;
}
