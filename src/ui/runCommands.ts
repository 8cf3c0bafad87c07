import path from 'node:path';
import { commands, env, l10n, Uri, workspace, type Disposable } from 'vscode';
import { parameterTable } from '../contract/parameters';
import { walkthroughId, type CommandArguments, type CommandId, type RunArgument } from '../contributions';
import { groupKeys, runLabel, sortKeys, type SortKey } from '../experiment/arrangement';
import { folderBytes } from '../runFolder/deleteRun';
import type { BrokenRun } from '../runFolder/listRuns';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { runPaths } from '../runFolder/paths';
import type { LabRun } from '../runs/labRun';
import { REPRODUCTION, sameConditions } from '../runs/reproduction';
import { bytes } from '../util/format';
import { chooseRun, idsOf } from './chooseRun';
import type { Dashboards } from './dashboards';
import { guarded } from './guarded';
import { statusInWords } from './runInWords';
import type { RunsTree } from './runsTree';
import type { Services } from './services';
import { input, pick } from './sinks/quickInput';
import { window } from './sinks/window';
import type { Training } from './train';
import { signIn, signOut } from './wandb/signIn';
import { isSendable, openRun, syncAll, syncRuns } from './wandb/syncRuns';

/** What the commands work with. */
export interface CommandParts {
  readonly services: Services;
  readonly dashboards: Dashboards;
  readonly tree: RunsTree;
  readonly training: Training;
}

type Handlers = { readonly [C in CommandId]: (argument: CommandArguments[C], selection?: unknown) => unknown };

/** Registers every command of package.json. */
export function registerCommands(parts: CommandParts): Disposable[] {
  const handlers = handlersOf(parts);
  return Object.entries(handlers).map(([id, handler]) =>
    commands.registerCommand(id, (argument: never, selection?: unknown) =>
      guarded(parts.services, id, argument, async () => {
        // A command may be what starts the extension.
        await parts.services.ready;
        return await handler(argument, selection);
      }),
    ),
  );
}

function handlersOf({ services, dashboards, tree, training }: CommandParts): Handlers {
  const { lab, tracker, log, context } = services;
  const one = (argument: RunArgument | undefined, title: string, isMeant?: (run: LabRun) => boolean): Promise<LabRun | undefined> =>
    chooseRun(lab, argument ?? tree.view.selection.flatMap(row => ('runId' in row ? [row.runId] : []))[0], title, isMeant);
  /** A command on one run. */
  const on =
    (title: string, act: (run: LabRun) => unknown, isMeant?: (run: LabRun) => boolean) =>
    async (argument: RunArgument | undefined): Promise<unknown> => {
      const run = await one(argument, title, isMeant);
      if (run && !(isMeant?.(run) ?? true)) throw notMeant(title, [run]);
      return run && (await act(run));
    };
  /** A command on all selected runs together. */
  const onAll =
    (title: string, act: (runs: readonly LabRun[]) => Promise<unknown>, isMeant?: (run: LabRun) => boolean) =>
    async (argument: RunArgument | undefined, selection?: unknown): Promise<void> => {
      const ids = idsOf(argument, selection);
      const chosen = ids.length > 1 ? ids.map(id => lab.find(id)) : [await one(ids[0], title, isMeant)];
      const runs = chosen.filter(run => run !== undefined);
      const meant = runs.filter(run => isMeant?.(run) ?? true);
      if (runs.length > 0 && meant.length === 0) throw notMeant(title, runs);
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
  /** Of a folder that cannot be read no more is known than where it is. */
  const brokenRun = (argument: RunArgument | undefined): BrokenRun | undefined =>
    lab.broken.find(({ id }) => idsOf(argument, undefined).includes(id));
  const revealRun = on(l10n.t('Reveal Run Folder'), run => reveal(run.folder), hasFolder);
  const copyRunId = on(l10n.t('Copy Run ID'), ({ id }) => env.clipboard.writeText(id));
  return {
    'digitsLab.train': argument => training.train(argument),
    'digitsLab.openDashboard': on(l10n.t('Open Dashboard'), ({ id }) => dashboards.show(id)),
    'digitsLab.openMetrics': on(l10n.t('Open Metrics'), ({ id }) => dashboards.show(id, 'live')),
    'digitsLab.openConfusionMatrix': async argument => {
      const isEvaluated = (run: LabRun): boolean => run.live !== undefined || run.summary?.confusionMatrix != null;
      // Of one that has none yet the page says so.
      const run = await one(argument, l10n.t('Open Confusion Matrix'), isEvaluated);
      if (run) dashboards.show(run.id, 'evaluation');
    },
    'digitsLab.openConfig': on(l10n.t('Open Config'), run => openFile(runPaths(run.folder).config), hasFolder),
    'digitsLab.openNotes': on(l10n.t('Open Notes'), openNotes, hasFolder),
    'digitsLab.openArtifact': ({ runId, artifact }) => {
      const run = lab.find(runId);
      return run && openArtifact(path.join(run.folder, artifact.path));
    },
    'digitsLab.stop': async (argument, selection) => {
      const ids = idsOf(argument, selection);
      const stoppable = ids.filter(id => lab.find(id)?.isOwn || lab.queued.some(queued => queued.id === id));
      if (stoppable.length > 0) return void (await Promise.all(stoppable.map(id => lab.stop(id))));
      if (ids.length > 0) throw new Error(l10n.t('Stop: {0} is not being trained in this window.', ids.join(', ')));
      const run = await one(undefined, l10n.t('Stop'), ({ isOwn }) => isOwn);
      if (run) await lab.stop(run.id);
    },
    'digitsLab.resume': onEach(
      l10n.t('Resume'),
      ({ id }) => lab.resume(id),
      ({ status, config }) => config !== undefined && ['interrupted', 'stopped', 'failed'].includes(status),
    ),
    'digitsLab.rerun': on(l10n.t('Rerun with One Change'), ({ id, parameters }) => training.rerun(id, parameters)),
    'digitsLab.reproduce': on(
      l10n.t('Reproduce'),
      ({ id, parameters, config }) => {
        checkOnThisComputer(parameters);
        return training.start({ parameters, parent: id, labels: { tags: [REPRODUCTION] }, ...(config && sameConditions(config)) });
      },
      ({ status }) => status === 'completed',
    ),
    'digitsLab.rename': on(l10n.t('Rename'), run => rename(run), hasFolder),
    'digitsLab.pin': onEach(l10n.t('Pin'), ({ id }) => lab.changeLabels(id, { pinned: true }), hasFolder),
    'digitsLab.unpin': onEach(
      l10n.t('Unpin'),
      ({ id }) => lab.changeLabels(id, { pinned: false }),
      ({ labels }) => labels.pinned,
    ),
    'digitsLab.editTags': onEach(l10n.t('Edit Tags'), run => editTags(run), hasFolder),
    'digitsLab.archive': onEach(l10n.t('Archive'), ({ id }) => lab.changeLabels(id, { archived: true }), hasFolder),
    'digitsLab.unarchive': onEach(
      l10n.t('Restore from Archive'),
      ({ id }) => lab.changeLabels(id, { archived: false }),
      ({ labels }) => labels.archived,
    ),
    'digitsLab.delete': async (argument, selection) => {
      const ids = idsOf(argument, selection);
      const runs = ids.length > 0 ? ids.flatMap(id => lab.find(id) ?? []) : [await one(undefined, l10n.t('Delete'))];
      await deleteRuns(runs.filter(run => run !== undefined));
    },
    'digitsLab.reveal': argument => {
      const broken = brokenRun(argument);
      return broken ? reveal(broken.folder) : revealRun(argument);
    },
    'digitsLab.copyId': argument => {
      const broken = brokenRun(argument);
      return broken ? env.clipboard.writeText(broken.id) : copyRunId(argument);
    },
    'digitsLab.sortRuns': () => sortRuns(),
    'digitsLab.groupRuns': () => groupRuns(),
    'digitsLab.filterRuns': () => filterRuns(),
    'digitsLab.clearFilter': () => tree.setArrangement({ filter: '' }),
    'digitsLab.showArchived': () => tree.setArrangement({ showsArchived: true }),
    'digitsLab.hideArchived': () => tree.setArrangement({ showsArchived: false }),
    'digitsLab.refresh': () => lab.refresh(),
    'digitsLab.pauseQueue': () => lab.setQueuePaused(true),
    'digitsLab.continueQueue': () => lab.setQueuePaused(false),
    'digitsLab.startQueued': (argument, selection) => lab.startQueued(idsOf(argument, selection)),
    'digitsLab.startAllQueued': () => lab.startQueued(lab.queued.flatMap(({ id, isAsked }) => (isAsked ? [] : [id]))),
    'digitsLab.moveUp': argument => Promise.all(idsOf(argument, undefined).map(id => lab.moveInQueue(id, -1))),
    'digitsLab.moveDown': argument => Promise.all(idsOf(argument, undefined).map(id => lab.moveInQueue(id, 1))),
    'digitsLab.removeFromQueue': (argument, selection) => Promise.all(idsOf(argument, selection).map(id => lab.stop(id))),
    'digitsLab.wandb.signIn': async () => {
      const isSignedIn = await signIn(context);
      // What waits for a key waits no longer.
      if (isSignedIn) tracker.resume();
      return isSignedIn;
    },
    'digitsLab.wandb.signOut': () => signOut(context),
    'digitsLab.wandb.sync': onAll(l10n.t('Sync to Weights & Biases'), runs => syncRuns(services, runs), isSendable),
    'digitsLab.wandb.syncAll': () => syncAll(services),
    'digitsLab.wandb.openRun': async argument => {
      const hasPage = ({ folder }: LabRun): boolean => tracker.stateOf(folder)?.sync.url !== undefined;
      const run = await one(argument, l10n.t('Open on Weights & Biases'), hasPage);
      if (run) await openRun(services, run);
    },
    'digitsLab.showLog': () => {
      for (const { folder, reason } of lab.broken) log.warn(`${folder}: ${reason}`);
      log.show();
    },
    'digitsLab.openSettings': () => commands.executeCommand('workbench.action.openSettings', `@ext:${context.extension.id}`),
    'digitsLab.openWalkthrough': () =>
      commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#${walkthroughId}`, false),
  };

  async function rename(run: LabRun): Promise<void> {
    const picked = await input({
      title: l10n.t('Rename'),
      prompt: l10n.t('Empty: what differs from the defaults'),
      value: run.labels.name,
      placeholder: runLabel({ ...run, labels: { ...run.labels, name: '' } }),
      validate: text => (text.length > 200 ? l10n.t('Expected at most 200 characters.') : undefined),
    });
    if (picked.how === 'accepted') await lab.changeLabels(run.id, { name: picked.item.trim() });
  }

  async function editTags(run: LabRun): Promise<void> {
    const known = [...new Set(lab.runs.flatMap(({ labels }) => labels.tags))].filter(tag => !run.labels.tags.includes(tag));
    const picked = await input({
      title: l10n.t('Edit tags of {0}', runLabel(run)),
      prompt: known.length > 0 ? l10n.t('Separated by commas. Others in use: {0}', known.join(', ')) : l10n.t('Separated by commas'),
      value: run.labels.tags.join(', '),
      validate: () => undefined,
    });
    if (picked.how !== 'accepted') return;
    const tags = picked.item.split(',').map(tag => tag.trim());
    await lab.changeLabels(run.id, { tags: [...new Set(tags.filter(Boolean))] });
  }

  async function deleteRuns(runs: readonly LabRun[]): Promise<void> {
    if (runs.length === 0) return;
    const running = runs.filter(({ live }) => live);
    if (running.length > 0) throw new Error(l10n.t('{0} is being trained; stop it first.', runLabel(running[0]!)));
    const sizes = await Promise.all(runs.map(({ folder }) => folderBytes(folder).catch(() => 0)));
    const size = bytes(sizes.reduce((sum, bytesOfOne) => sum + bytesOfOne, 0));
    const question =
      runs.length === 1
        ? l10n.t('Delete the run “{0}” ({1}) for good?', runLabel(runs[0]!), size)
        : l10n.t('Delete {0} runs ({1}) for good?', runs.length, size);
    const confirm = l10n.t('Delete');
    const detail = l10n.t('Its folder is deleted with everything in it. There is no way back.');
    if ((await window.showWarningMessage(question, { modal: true, detail }, confirm)) !== confirm) return;
    for (const { id } of runs) await lab.delete(id);
  }

  async function sortRuns(): Promise<void> {
    const words: Readonly<Record<SortKey, string>> = {
      newest: l10n.t('Newest first'),
      oldest: l10n.t('Oldest first'),
      accuracy: l10n.t('Test accuracy, best first'),
      loss: l10n.t('Test loss, best first'),
      duration: l10n.t('Duration, shortest first'),
      name: l10n.t('Name'),
    };
    const items = sortKeys.map(key => ({ label: words[key], key, description: key === tree.arrangement.sort ? l10n.t('current') : '' }));
    const picked = await pick({ title: l10n.t('Sort runs by'), placeholder: l10n.t('Pinned runs stay at the top'), items });
    if (picked.how === 'accepted') tree.setArrangement({ sort: picked.item.key });
  }

  async function groupRuns(): Promise<void> {
    const words: Readonly<Record<string, string>> = {
      none: l10n.t('No groups'),
      status: l10n.t('Status'),
      day: l10n.t('Day'),
      tag: l10n.t('Tag'),
    };
    const label = (key: string): string => words[key] ?? key;
    const helpOf = (key: string): string => parameterTable.find(({ name }) => name === key)?.help ?? '';
    const items = groupKeys.map(key => ({
      label: label(key),
      key,
      description: key === tree.arrangement.group ? l10n.t('current') : helpOf(key),
    }));
    const active = items.find(({ key }) => key === tree.arrangement.group);
    const picked = await pick({ title: l10n.t('Group runs by'), placeholder: '', items, active });
    if (picked.how === 'accepted') tree.setArrangement({ group: picked.item.key });
  }

  async function filterRuns(): Promise<void> {
    const picked = await input({
      title: l10n.t('Filter runs'),
      prompt: l10n.t('Words that a run has in its name, tags, status or parameters; num_filters=64 asks for a value'),
      value: tree.arrangement.filter,
      validate: () => undefined,
    });
    if (picked.how === 'accepted') tree.setArrangement({ filter: picked.item.trim() });
  }
}

function notMeant(title: string, runs: readonly LabRun[]): Error {
  const which = runs.map(run => l10n.t('“{0}” is {1}', runLabel(run), statusInWords(run.status))).join(', ');
  return new Error(l10n.t('{0}: not possible, {1}.', title, which));
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

/** Notes begin with what is to be written there. */
async function openNotes({ folder }: LabRun): Promise<void> {
  const file = Uri.file(runPaths(folder).notes);
  const isThere = await workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    if (!workspace.isTrusted) throw new Error(l10n.t('There are no notes, and none are begun in Restricted Mode.'));
    await workspace.fs.writeFile(file, Buffer.from(`${l10n.t('# Hypothesis')}\n\n\n${l10n.t('# Conclusion')}\n\n`));
  }
  await openFile(file.fsPath);
}
