import path from 'node:path';
import { commands, ExtensionMode, workspace, type Disposable, type ExtensionContext } from 'vscode';
import { engineChosen } from './contract/engines';
import { passedOver } from './contract/formats/passedOver';
import { Lab, type LabSettings } from './runs/lab';
import type { RememberedRun } from './runs/ownRuns';
import type { WandbTracker } from './tracking/wandb/wandbTracker';
import { Dashboards } from './ui/dashboards';
import { createNotifications } from './ui/notifications';
import { findPlaces, watchPlaces } from './ui/places';
import { QueueTree } from './ui/queueTree';
import { registerCommands } from './ui/runCommands';
import { RunsTree } from './ui/runsTree';
import type { Services } from './ui/services';
import { setting } from './ui/settings';
import { window } from './ui/sinks/window';
import { createStatusBarItem } from './ui/statusBar';
import { offerCommandLine } from './ui/terminal';
import { Training } from './ui/train';
import { RunTracking } from './ui/wandb/runTracking';

const memoryKey = 'runsInTraining';

/** What the tests in the extension host cannot reach through VS Code. */
export interface ForTests {
  readonly context: ExtensionContext;
  readonly lab: Lab;
  readonly tree: RunsTree;
  readonly tracker: WandbTracker;
}

/** Ends what `activate` began; settles when no process is left. */
let end: (() => Promise<void>) | undefined;

/** Called by VS Code when something of Digits Lab is used for the first time. */
export function activate(context: ExtensionContext): ForTests | undefined {
  const log = window.createLog('Digits Lab');
  const { places, refusals } = findPlaces();
  for (const refusal of refusals) {
    log.warn(refusal);
    void window.showWarningMessage(refusal);
  }
  const lab = new Lab({
    places,
    trainerFile: path.join(context.extensionUri.fsPath, 'dist', 'trainer.js'),
    memory: {
      // In Restricted Mode nothing is begun, not even again.
      read: () => (workspace.isTrusted ? context.workspaceState.get<readonly RememberedRun[]>(memoryKey, []) : []),
      write: runs => void context.workspaceState.update(memoryKey, runs),
    },
    settings: labSettings,
    mayDelete: () => workspace.isTrusted,
  });
  const ready = lab.refresh().catch((error: Error) => log.error(error.message));
  const tracking = new RunTracking({ lab, log, context, runsFolders: places.map(({ runsFolder }) => runsFolder) });
  const services: Services = {
    context,
    lab,
    tracking,
    tracker: tracking.tracker,
    log,
    ready,
    isLookedAt: id => window.state.focused && dashboards.isVisible(id),
  };
  const dashboards = new Dashboards(services);
  const tree = new RunsTree(services);
  const training = new Training(services, dashboards);
  const disposables: Disposable[] = [
    dashboards,
    tree,
    training,
    new QueueTree(services),
    createStatusBarItem(services),
    createNotifications(services),
    lab.onTrouble(error => log.error(error.message)),
    passedOver.event(line => log.warn(line)),
    ...watchPlaces(places, file => lab.noticeChange(file)),
    ...registerCommands({ services, dashboards, tree, training }),
    workspace.onDidGrantWorkspaceTrust(() => void lab.refresh()),
    workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('digitsLab.runsFolder')) void offerReload();
    }),
    workspace.onDidChangeWorkspaceFolders(() => void offerReload()),
  ];
  const offering = offerCommandLine(context).catch((error: Error) => log.warn(`The command line is not on the PATH: ${error.message}`));
  end = async () => {
    end = undefined;
    for (const one of disposables) one.dispose();
    await Promise.all([lab.dispose().then(() => tracking.dispose()), ready, offering]);
    log.dispose();
  };
  return context.extensionMode === ExtensionMode.Test ? { context, lab, tree, tracker: tracking.tracker } : undefined;
}

export function deactivate(): Promise<void> | undefined {
  return end?.();
}

function labSettings(): LabSettings {
  const threads = setting('digitsLab.threads');
  return {
    maxConcurrentRuns: workspace.isTrusted ? setting('digitsLab.maxConcurrentRuns') : 0,
    engine: engineChosen(setting('digitsLab.engine')),
    ...(threads > 0 && { threads }),
  };
}

/** Where runs are kept is asked once. */
async function offerReload(): Promise<void> {
  const reload = 'Reload Window';
  const chosen = await window.showInformationMessage('Digits Lab looks for runs in another folder after a reload.', reload);
  if (chosen === reload) await commands.executeCommand('workbench.action.reloadWindow');
}
