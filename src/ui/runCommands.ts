import path from 'node:path';
import { commands, env, Uri, workspace } from 'vscode';
import { REPRODUCTION } from '../contract/labels';
import { walkthroughId, type CommandArguments, type CommandId, type RunArgument } from '../contributions';
import type { BrokenRun } from '../runFolder/listRuns';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { runPaths } from '../runFolder/paths';
import { trainableParameters, whyNotResumed, type LabRun } from '../runs/labRun';
import { sameConditions } from '../runs/reproduction';
import { failureInBrief } from '../wording/divergence';
import { arrangementCommands } from './tree/arrangementCommands';
import { chooseRun, idsOf, isNoRun } from './chooseRun';
import type { Comparisons } from './comparison/comparisons';
import { comparisonCommands } from './comparison/comparisonCommands';
import { configDocuments, configScheme, openConfigDiff } from './comparison/configDiff';
import { slurmCommands } from './cluster/slurmCommands';
import type { SlurmParts } from './cluster/slurmParts';
import type { Dashboards } from './dashboard/dashboards';
import { editTags } from './edits/editTags';
import type { AskEffect } from './effect/askEffect';
import type { ComparisonsTree } from './effect/comparisonsTree';
import { effectCommands } from './effect/effectCommands';
import type { Effects } from './effect/effects';
import { showEngines } from './engines/showEngines';
import { exportRuns, isExportable } from './export/exportRuns';
import { guarded } from './guarded';
import { urisOf } from './import/dropOnRuns';
import type { FollowFiles } from './follow/followFiles';
import type { TrackPython } from './python/trackPython';
import { chooseImports, importRuns } from './import/importRuns';
import { queueCommands } from './queueCommands';
import { restoreDeleted } from './edits/restoreDeleted';
import { showReport } from './report';
import { RunLog } from './runLog';
import type { RunNames } from './runNames';
import { sweepCommands } from './sweeps/sweepCommands';
import type { SweepPanels } from './sweeps/sweepPanels';
import type { Sweeps } from './sweeps/sweeps';
import type { QueueTree } from './tree/queueTree';
import type { RunsTree } from './tree/runsTree';
import type { Services } from './services';
import { input } from './sinks/quickInput';
import { window } from './sinks/window';
import { usualThreads } from './thisMachine';
import type { Training } from './train';
import { signIn, signOut } from './wandb/signIn';
import { isSendable, openRun, syncAll, syncRuns } from './wandb/syncRuns';

/** What the commands work with. */
export interface CommandParts {
  readonly services: Services;
  readonly dashboards: Dashboards;
  readonly comparisons: Comparisons;
  readonly tree: RunsTree;
  readonly queueTree: QueueTree;
  readonly training: Training;
  readonly sweeps: Sweeps;
  readonly sweepPanels: SweepPanels;
  readonly effects: Effects;
  readonly asking: AskEffect;
  readonly comparisonsTree: ComparisonsTree;
  readonly trackPython: TrackPython;
  readonly followFiles: FollowFiles;
  readonly slurm: SlurmParts;
}

type Handlers = { readonly [C in CommandId]: (argument: CommandArguments[C], selection?: unknown) => unknown };

/** Registers every command of package.json. */
export function registerCommands(parts: CommandParts): void {
  const { disposables } = parts.services;
  for (const [id, handler] of Object.entries(handlersOf(parts)))
    disposables.add(
      commands.registerCommand(id, (argument: never, selection?: unknown) =>
        guarded(parts.services, id, argument, async () => {
          // A command may be what starts the extension.
          await parts.services.ready;
          return await handler(argument, selection);
        }),
      ),
    );
}

function handlersOf(parts: CommandParts): Handlers {
  const { services, dashboards, comparisons, tree, queueTree, training, sweeps, sweepPanels } = parts;
  const { lab, names, edits, tracker, log, context, disposables } = services;
  const runLog = disposables.add(new RunLog(lab, names));
  disposables.add(workspace.registerTextDocumentContentProvider(configScheme, configDocuments(services)));
  const one = (argument: RunArgument | undefined, title: string, isMeant?: (run: LabRun) => boolean): Promise<LabRun | undefined> =>
    chooseRun(lab, argument ?? tree.view.selected().flatMap(row => ('runId' in row ? [row.runId] : []))[0], title, isMeant);
  /** A command on one run. */
  const on =
    (title: string, act: (run: LabRun) => unknown, isMeant?: (run: LabRun) => boolean) =>
    async (argument: RunArgument | undefined): Promise<unknown> => {
      const run = await one(argument, title, isMeant);
      if (run && !(isMeant?.(run) ?? true)) throw notMeant(title, [run], names);
      return run && (await act(run));
    };
  /** A command on all selected runs together. */
  const onAll =
    (title: string, act: (runs: readonly LabRun[]) => Promise<unknown>, isMeant?: (run: LabRun) => boolean) =>
    async (argument: RunArgument | undefined, selection?: unknown): Promise<void> => {
      // The palette gives no rows: those that are selected are meant all the same.
      const ids = idsOf(argument, argument === undefined ? (selection ?? tree.view.selected()) : selection);
      const chosen = ids.length > 1 ? ids.map(id => lab.find(id)) : [await one(ids[0], title, isMeant)];
      const runs = chosen.filter(run => run !== undefined);
      const meant = runs.filter(run => isMeant?.(run) ?? true);
      if (runs.length > 0 && meant.length === 0) throw notMeant(title, runs, names);
      await act(meant);
    };
  /** A command on every selected run. */
  const onEach = (title: string, act: (run: LabRun) => Promise<unknown>, isMeant?: (run: LabRun) => boolean): ReturnType<typeof onAll> =>
    onAll(
      title,
      async runs => {
        for (const run of runs) await act(run);
      },
      isMeant,
    );
  const hasFolder = (run: LabRun): boolean => run.config !== undefined;
  /** Of a folder that cannot be read only its location is known. */
  const brokenRun = (argument: RunArgument | undefined): BrokenRun | undefined =>
    lab.broken.find(({ id }) => idsOf(argument, undefined).includes(id));
  const renameRun = on('Rename', run => rename(run), hasFolder);
  const revealRun = on('Reveal Run Folder', run => reveal(run.folder), hasFolder);
  const copyRunId = on('Copy Run ID', ({ id }) => env.clipboard.writeText(id));
  const ofSlurm = slurmCommands({ services, queueTree, ...parts.slurm });
  const submitFile = (file: string): Promise<unknown> => ofSlurm['digitsLab.slurm.submit'](file);
  return {
    'digitsLab.train': argument => training.train(argument),
    'digitsLab.preview': on('Open Dashboard', ({ id }) => dashboards.click(id)),
    'digitsLab.keepOpen': argument => keepOpen(argument),
    'digitsLab.openDashboard': on('Open Dashboard', ({ id }) => dashboards.show(id)),
    'digitsLab.openMetrics': on('Open Metrics', ({ id }) => dashboards.show(id, 'live')),
    'digitsLab.openConfusionMatrix': async argument => {
      const isEvaluated = (run: LabRun): boolean => run.live !== undefined || run.summary?.confusionMatrix != null;
      // If a run has none yet, the page says so.
      const run = await one(argument, 'Open Confusion Matrix', isEvaluated);
      if (run) dashboards.show(run.id, 'evaluation');
    },
    'digitsLab.openConfig': on('Open Config', run => openFile(runPaths(run.folder).config), hasFolder),
    'digitsLab.compareConfigs': (argument, selection) => compareConfigs(argument, selection),
    'digitsLab.openNotes': on('Open Notes', ({ id }) => dashboards.show(id, 'notes'), hasFolder),
    'digitsLab.writeReport': onAll('Write Report', runs => showReport(services, runs), hasFolder),
    'digitsLab.export': onAll('Export', runs => exportRuns(services, runs), isExportable),
    'digitsLab.openArtifact': ({ runId, artifact }) => {
      const run = lab.find(runId);
      return run && openArtifact(path.join(run.folder, artifact.path));
    },
    'digitsLab.stop': async (argument, selection) => {
      const ids = idsOf(argument, selection);
      const stoppable = ids.filter(id => lab.find(id)?.isOwn || lab.queued.some(queued => queued.id === id));
      if (stoppable.length > 0) return void (await Promise.all(stoppable.map(id => lab.stop(id))));
      if (ids.length > 0) throw new Error(`Stop: ${ids.join(', ')} is not being trained in this window.`);
      const run = await one(undefined, 'Stop', ({ isOwn }) => isOwn);
      if (run) await lab.stop(run.id);
    },
    'digitsLab.resume': onEach(
      'Resume',
      async ({ id }) => {
        await services.cluster.looked;
        if (services.cluster.isUnderWay(id))
          throw new Error(`Resume: “${names.fullOf(id)}” is at Slurm, which goes on with it. Cancel it there first.`);
        await lab.resume(id);
      },
      run => whyNotResumed(run) === undefined,
    ),
    'digitsLab.rerun': on('Rerun with One Change', run => training.rerun(run.id, trainableParameters(run))),
    'digitsLab.reproduce': on(
      'Reproduce',
      run => {
        const { id, config } = run;
        const parameters = trainableParameters(run);
        checkOnThisComputer(parameters);
        const { warning, ...conditions } = config?.kind === 'trained' ? sameConditions(config) : { warning: undefined };
        if (warning !== undefined) void window.showWarningMessage(warning);
        return training.start({ parameters, parent: id, labels: { tags: [REPRODUCTION] }, ...conditions });
      },
      ({ status }) => status === 'completed',
    ),
    'digitsLab.rename': argument => (isNoRun(argument) ? undefined : renameRun(argument)),
    'digitsLab.pin': onAll('Pin', runs => edits.changeLabels(runs, { pinned: true }), hasFolder),
    'digitsLab.unpin': onAll(
      'Unpin',
      runs => edits.changeLabels(runs, { pinned: false }),
      ({ labels }) => labels.pinned,
    ),
    'digitsLab.editTags': onAll('Edit Tags', runs => editTags(services, runs), hasFolder),
    'digitsLab.archive': onAll('Archive', runs => edits.archive(runs), hasFolder),
    'digitsLab.unarchive': onAll(
      'Restore from Archive',
      runs => edits.changeLabels(runs, { archived: false }),
      ({ labels }) => labels.archived,
    ),
    'digitsLab.delete': async (argument, selection) => {
      if (isNoRun(argument)) return;
      // A key tells which row has the focus, and not which are selected.
      const rows = (Array.isArray(selection) ? selection : typeof argument === 'string' ? [] : tree.view.selected()).filter(
        row => !isNoRun(row),
      );
      const ids = idsOf(argument, rows);
      const runs = ids.length > 0 ? ids.flatMap(id => lab.find(id) ?? []) : [await one(undefined, 'Delete')];
      await edits.delete(runs.filter(run => run !== undefined));
    },
    'digitsLab.undo': () => edits.undoStack.undo(),
    'digitsLab.restore': argument => restoreDeleted(services, idsOf(argument, undefined)[0]),
    'digitsLab.reveal': argument => {
      const broken = brokenRun(argument);
      return broken ? reveal(broken.folder) : revealRun(argument);
    },
    'digitsLab.copyId': argument => {
      const broken = brokenRun(argument);
      return broken ? env.clipboard.writeText(broken.id) : copyRunId(argument);
    },
    ...comparisonCommands({ services, comparisons, tree }),
    ...sweepCommands({ services, sweeps, show: sweep => sweepPanels.show(sweep), submit: submitFile }),
    ...ofSlurm,
    ...effectCommands(parts),
    ...arrangementCommands(services, tree),
    'digitsLab.importArrays': argument => {
      const importing = { services, dashboards };
      return Array.isArray(argument) ? importRuns(importing, urisOf(argument)) : chooseImports(importing, 'files');
    },
    'digitsLab.trackPython': () => parts.trackPython.turnOn(),
    'digitsLab.stopTrackingPython': () => parts.trackPython.turnOff(),
    'digitsLab.followFiles': () => parts.followFiles.choose(),
    'digitsLab.stopFollowing': () => parts.followFiles.stop(),
    'digitsLab.importFolder': () => chooseImports({ services, dashboards }, 'folder'),
    'digitsLab.refresh': () => lab.refresh(),
    ...queueCommands({ services, queueTree }),
    'digitsLab.wandb.signIn': async () => {
      const isSignedIn = await signIn(context);
      // Uploads that wait for a key can go on.
      if (isSignedIn) tracker.resume();
      return isSignedIn;
    },
    'digitsLab.wandb.signOut': () => signOut(context),
    'digitsLab.wandb.sync': onAll('Sync to Weights & Biases', runs => syncRuns(services, runs), isSendable),
    'digitsLab.wandb.syncAll': () => syncAll(services),
    'digitsLab.wandb.openRun': async argument => {
      const hasPage = ({ folder }: LabRun): boolean => tracker.stateOf(folder)?.sync.url !== undefined;
      const run = await one(argument, 'Open on Weights & Biases', hasPage);
      if (run) await openRun(services, run);
    },
    'digitsLab.showLog': argument => {
      const [run] = idsOf(argument, undefined).flatMap(id => lab.find(id) ?? []);
      if (run) return runLog.show(run);
      for (const { folder, reason } of lab.broken) log.warn(`${folder}: ${reason}`);
      return log.show();
    },
    'digitsLab.showEngines': () => showEngines({ trainer: services.trainer, log, threads: usualThreads() }),
    'digitsLab.openSettings': () => commands.executeCommand('workbench.action.openSettings', `@ext:${context.extension.id}`),
    'digitsLab.openWalkthrough': () =>
      commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#${walkthroughId}`, false),
  };

  async function rename(run: LabRun): Promise<void> {
    const picked = await input({
      title: 'Rename',
      prompt: 'Empty: what differs from other runs.',
      value: run.labels.name,
      placeholder: run.labels.name === '' ? names.fullOf(run.id) : '',
      validate: text => (text.length > 200 ? 'Expected at most 200 characters.' : undefined),
    });
    if (picked.how === 'accepted') await edits.changeLabels([run], { name: picked.item.trim() });
  }

  /** Of two selected runs, the older one first, or of one and another that is asked for. */
  async function compareConfigs(argument: RunArgument | undefined, selection?: unknown): Promise<void> {
    const title = 'Compare Configs';
    const ids = idsOf(argument, selection);
    if (ids.length > 2) throw new Error(`${title}: expected two runs, ${ids.length} are selected.`);
    const first = await one(ids[0], title, hasFolder);
    const second = first && (await chooseRun(lab, ids[1], `${title}: with…`, run => run.id !== first.id && hasFolder(run)));
    if (!second) return;
    const [from, to] = [first.id, second.id].toSorted();
    await openConfigDiff(services, from!, to!);
  }

  /** The row that a key was pressed on, else the active dashboard. */
  async function keepOpen(argument: RunArgument | undefined): Promise<void> {
    if (isNoRun(argument)) return;
    const [id] = idsOf(argument, undefined);
    if (id === undefined) dashboards.keepOpen();
    else if (lab.find(id)) dashboards.show(id, undefined, { isKept: true });
  }
}

function notMeant(title: string, runs: readonly LabRun[], names: RunNames): Error {
  const how = ({ status, reason }: LabRun): string => (status === 'failed' && reason ? `failed: ${failureInBrief(reason)}` : status);
  const which = runs.map(run => `“${names.fullOf(run.id)}” is ${how(run)}`).join(', ');
  return new Error(`${title}: not possible, ${which}.`);
}

async function openFile(file: string): Promise<void> {
  await window.showTextDocument(Uri.file(file), { preview: true });
}

/** Arrays and models are not for an editor: they are revealed. */
async function openArtifact(file: string): Promise<void> {
  if (/\.(npy|onnx|bin)$/.test(file)) await commands.executeCommand('revealInExplorer', Uri.file(file));
  else await commands.executeCommand('vscode.open', Uri.file(file));
}

async function reveal(folder: string): Promise<void> {
  const isInWorkspace = workspace.getWorkspaceFolder(Uri.file(folder)) !== undefined;
  await commands.executeCommand(isInWorkspace ? 'revealInExplorer' : 'revealFileInOS', Uri.file(folder));
}
