import path from 'node:path';
import { commands, ExtensionMode, workspace, type ExtensionContext } from 'vscode';
import { engineChosen } from './contract/engines';
import { passedOver } from './contract/formats/passedOver';
import { Imports } from './runs/imports';
import { Inspector } from './runs/inspector';
import { Lab, type LabSettings } from './runs/lab';
import type { WandbTracker } from './tracking/wandb/wandbTracker';
import { registerTools } from './ui/assistants/registerTools';
import { CheckedRuns } from './ui/checkedRuns';
import { Cluster } from './ui/cluster/cluster';
import { createSlurmParts } from './ui/cluster/slurmParts';
import { Comparisons } from './ui/comparison/comparisons';
import { Dashboards } from './ui/dashboard/dashboards';
import { followActiveDashboard } from './ui/dashboard/followDashboard';
import { AskEffect } from './ui/effect/askEffect';
import { ComparisonsTree } from './ui/effect/comparisonsTree';
import { Effects } from './ui/effect/effects';
import { offerGit } from './ui/gitOffer';
import { dropOnRuns } from './ui/import/dropOnRuns';
import { createNotifications } from './ui/notifications';
import { FollowFiles } from './ui/follow/followFiles';
import { offerToFollow } from './ui/follow/followOffer';
import { TrackPython } from './ui/python/trackPython';
import { QueueTree } from './ui/tree/queueTree';
import { registerCommands } from './ui/runCommands';
import { RunEdits } from './ui/edits/runEdits';
import { runMemory } from './ui/runMemory';
import { findRunsLocations, watchRunsLocations } from './ui/runsLocations';
import { RunNames } from './ui/runNames';
import { RunsTree } from './ui/tree/runsTree';
import type { Services } from './ui/services';
import { setting } from './ui/settings';
import { window } from './ui/sinks/window';
import { createProgressItem } from './ui/statusBar';
import { usualThreads } from './ui/thisMachine';
import { trainerEnvironment } from './ui/trainerEnvironment';
import { offerCommandLine } from './ui/terminal';
import type { KnownSweep } from './ui/sweeps/knownSweeps';
import { SweepPanels } from './ui/sweeps/sweepPanels';
import { Sweeps } from './ui/sweeps/sweeps';
import { Training } from './ui/train';
import { trashMemory } from './ui/edits/trashMemory';
import { RunTracking } from './ui/wandb/runTracking';
import { systemClock } from './util/clock';
import { Disposables } from './util/disposables';

/** What the tests in the extension host cannot reach through VS Code. */
export interface ForTests {
  readonly context: ExtensionContext;
  readonly lab: Lab;
  readonly tree: RunsTree;
  readonly queueTree: QueueTree;
  readonly dashboards: Dashboards;
  readonly tracker: WandbTracker;
}

/** Everything that `activate` began. */
let active: Disposables | undefined;

/** Called by VS Code when something of Digits Lab is used for the first time. */
export function activate(context: ExtensionContext): ForTests | undefined {
  const disposables = new Disposables();
  try {
    const forTests = begin(context, disposables);
    active = disposables;
    return context.extensionMode === ExtensionMode.Test ? forTests : undefined;
  } catch (error) {
    // VS Code shows why the activation failed; what goes wrong while its parts are disposed of comes from that.
    disposables.dispose().catch(() => undefined);
    throw error;
  }
}

/** Settles when no process is left. */
export function deactivate(): Promise<void> | undefined {
  const ending = active?.dispose();
  active = undefined;
  return ending;
}

function begin(context: ExtensionContext, disposables: Disposables): ForTests {
  const log = disposables.add(window.createLog('Digits Lab'));
  const offering = offerCommandLine(context).catch((error: Error) => log.warn(`The command line is not on the PATH: ${error.message}`));
  disposables.add({ dispose: () => offering });
  const { locations, refusals } = findRunsLocations();
  for (const refusal of refusals) {
    log.warn(refusal);
    void window.showWarningMessage(refusal);
  }
  const trainerFile = path.join(context.extensionUri.fsPath, 'dist', 'trainer.js');
  const lab = new Lab({
    locations,
    trainerFile,
    environment: trainerEnvironment,
    memory: runMemory(context.workspaceState, log),
    trashMemory: trashMemory(context.workspaceState, log),
    settings: labSettings,
    isLookedAt: id => dashboards.isVisible(id),
    mayDelete: () => workspace.isTrusted,
  });
  disposables.add(lab);
  disposables.add(lab.onTrouble(error => log.error(error.message)));
  disposables.add(passedOver.event(line => log.warn(line)));
  const ready = lab.refresh().catch((error: Error) => log.error(error.message));
  const runsFolders = locations.map(({ runsFolder }) => runsFolder);
  const tracking = new RunTracking({ lab, log, context, runsFolders, disposables });
  // What is recorded of a run is closed when its trainer has ended.
  disposables.add({ dispose: () => lab.dispose().then(() => Promise.all([tracking.dispose(), ready])) });
  const names = disposables.add(new RunNames(lab));
  const trainer = { trainerFile, environment: trainerEnvironment, log: (line: string) => log.warn(line) };
  const services: Services = {
    context,
    trainer,
    lab,
    names,
    checked: disposables.add(new CheckedRuns(context.workspaceState, lab)),
    edits: new RunEdits({ lab, names, log }),
    inspector: disposables.add(new Inspector(trainer)),
    imports: disposables.add(new Imports(path.join(context.extensionUri.fsPath, 'dist', 'importer.js'))),
    cluster: disposables.add(new Cluster({ lab, clock: systemClock, log: line => log.warn(line), disposables })),
    tracking,
    tracker: tracking.tracker,
    log,
    ready,
    isLookedAt: id => window.state.focused && dashboards.isVisible(id),
    disposables,
  };
  const dashboards = disposables.add(new Dashboards(services));
  const comparisons = disposables.add(new Comparisons(services));
  const effects = disposables.add(new Effects(services));
  const comparisonsTree = disposables.add(new ComparisonsTree(services, effects));
  const tree = disposables.add(new RunsTree(services, dropOnRuns({ services, dashboards })));
  disposables.add(followActiveDashboard(dashboards, tree));
  const training = disposables.add(new Training(services, dashboards));
  const sweeps = disposables.add(new Sweeps(services));
  const sweepPanels = disposables.add(new SweepPanels(services, sweeps));
  const showSweep = (sweep: KnownSweep): void => sweepPanels.show(sweep);
  const slurm = createSlurmParts(services, { sweeps, effects, showSweep });
  const queueTree = disposables.add(new QueueTree(services, slurm.designs.titleOf));
  createProgressItem(services);
  const trackPython = new TrackPython({ context, runsFolder: runsFolders[0], log, disposables });
  const followFiles = new FollowFiles({ context, locations, log, disposables });
  followFiles.bringUp();
  offerToFollow({ context, following: followFiles, log, disposables });
  disposables.add(createNotifications(services));
  disposables.add(offerGit(services));
  watchRunsLocations(locations, disposables, file => {
    lab.noticeChange(file);
    effects.noticeChange(file);
  });
  const asking = new AskEffect(services, effects, slurm);
  const views = { dashboards, comparisons, tree, queueTree, comparisonsTree, sweepPanels };
  registerCommands({ services, ...views, training, sweeps, effects, asking, trackPython, followFiles, slurm });
  registerTools(services, training);
  // The variables of the terminals are said after the command line's, which sets what is said of them.
  void offering.then(() => trackPython.goOn()).catch((error: Error) => log.error(error.message));
  disposables.add(workspace.onDidGrantWorkspaceTrust(() => void lab.refresh()));
  disposables.add(
    workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('digitsLab.runsFolder')) void offerReload();
    }),
  );
  disposables.add(workspace.onDidChangeWorkspaceFolders(() => void offerReload()));
  return { context, lab, tree, queueTree, dashboards, tracker: tracking.tracker };
}

function labSettings(): LabSettings {
  return {
    maxConcurrentRuns: workspace.isTrusted ? setting('digitsLab.maxConcurrentRuns') : 0,
    engine: engineChosen(setting('digitsLab.engine')),
    threads: usualThreads(),
  };
}

/** Where runs are kept is asked once. */
async function offerReload(): Promise<void> {
  const reload = 'Reload Window';
  const chosen = await window.showInformationMessage('Digits Lab looks for runs in another folder after a reload.', reload);
  if (chosen === reload) await commands.executeCommand('workbench.action.reloadWindow');
}
