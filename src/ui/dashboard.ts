import { Buffer } from 'node:buffer';
import path from 'node:path';
import { commands, Uri, workspace, type Disposable } from 'vscode';
import {
  parseFromDashboard,
  type DashboardSection,
  type DashboardState,
  type FromDashboard,
  type ParentRun,
  type RunAction,
  type SavedContent,
  type ToDashboard,
} from '../contract/dashboard';
import { initialRun, isResumable, type Run } from '../contract/runState';
import { thinBatches } from '../contract/thinBatches';
import type { TrainerEvent } from '../contract/trainer';
import type { CommandId } from '../contributions';
import { runLabel, shortRunLabel } from '../experiment/runLabel';
import { listArtifacts } from '../runFolder/artifacts';
import { readRun } from '../runFolder/readRun';
import type { LabRun } from '../runs/labRun';
import { systemClock } from '../util/clock';
import { visible } from '../util/shownText';
import { dashboardPage, messagePage } from './dashboardPage';
import { Versions } from '../util/versions';
import type { Services } from './services';
import { window, type Panel } from './sinks/window';

/** A dashboard is told at most so often what happened. */
const FLUSH_MS = 100;
/** Of more events than this it is told what they come to, thinned out, instead of each of them. */
const MOST_EVENTS = 4_000;

/** Everything but the run's own events. */
type Told = Omit<DashboardState, 'run' | 'runId'>;

/** What a run's events said, as far as it is shown beside another run or in another place than its own events. */
type Said = Pick<Run, 'epochs' | 'log'>;

/** The panel that shows one run. */
export class Dashboard {
  private readonly disposables: Disposable[] = [];
  private waiting: TrainerEvent[] = [];
  /** Calls off the next flush. */
  private flushing: (() => void) | undefined;
  /** On performance.now()'s clock. */
  private flushedAt = -Infinity;
  private isReady = false;
  /** What was told last of everything but the events, in short. */
  private told = '';
  /** Something may be different from what was told. */
  private hasChanged = false;
  private isTelling = false;
  /** Of the page: what was meant for one that is gone is not told. */
  private readonly pages = new Versions();
  /** What was read last of runs that are not trained now: of a run that is the same object as then nothing has changed. */
  private readonly read = new Map<string, { readonly of: LabRun; readonly said: Promise<Said> }>();

  constructor(
    private readonly panel: Panel,
    readonly runId: string,
    private section: DashboardSection | undefined,
    private readonly services: Services,
  ) {
    const { context, lab } = services;
    panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(context.extensionUri, 'dist')] };
    panel.iconPath = Uri.joinPath(context.extensionUri, 'media', 'icon-panel.svg');
    window.setTitle(panel, this.title);
    this.disposables.push(
      panel.webview.onDidReceiveMessage(message => void this.receive(message)),
      panel.onDidChangeViewState(() => {
        // A hidden page is gone; the new one says when it is ready.
        if (!panel.visible) this.forgetPage();
      }),
      lab.onEvents(({ id, events }) => {
        if (id === runId) this.queueEvents(events);
      }),
      lab.onChanged(() => void this.tellChanges()),
    );
    panel.webview.html = dashboardPage(panel.webview, context.extensionUri);
  }

  get isVisible(): boolean {
    return this.panel.visible;
  }

  show(section: DashboardSection | undefined): void {
    this.section = section;
    this.panel.reveal();
    if (section && this.isReady) this.post({ type: 'show', section });
  }

  /** Has nothing to do with its panel any more, which may stay. */
  letGo(): void {
    this.forgetPage();
    this.flushing?.();
    for (const one of this.disposables.splice(0)) one.dispose();
  }

  private forgetPage(): void {
    this.isReady = false;
    this.pages.begin();
  }

  private get title(): string {
    const run = this.services.lab.find(this.runId);
    return run ? shortRunLabel(run, this.services.lab.find(run.parent ?? '')?.parameters) : this.runId;
  }

  private async receive(message: unknown): Promise<void> {
    try {
      await this.obey(parseFromDashboard(message));
    } catch (error) {
      this.services.log.error(`Dashboard of ${this.runId}: ${(error as Error).message}`);
      void window.showErrorMessage((error as Error).message);
    }
  }

  private async obey(message: FromDashboard): Promise<void> {
    const { log, lab } = this.services;
    const run = lab.find(this.runId);
    switch (message.type) {
      case 'ready':
        return this.hydrate();
      case 'act':
        return this.act(message.action, run);
      case 'openArtifact':
      case 'revealArtifact': {
        const artifacts = run ? await listArtifacts(run.folder) : [];
        const artifact = artifacts.find(one => visible(one.path) === message.path);
        if (!run || !artifact) throw new Error(`${message.path} is not there any more.`);
        const file = Uri.file(path.join(run.folder, artifact.path));
        if (message.type === 'revealArtifact') await commands.executeCommand('revealInExplorer', file);
        else await execute('digitsLab.openArtifact', { runId: run.id, artifact });
        return;
      }
      case 'save':
        return this.save(message.fileName, message.content);
      case 'failed':
        log.error(`Dashboard of ${this.runId}: ${message.message}`);
    }
  }

  private async act(action: RunAction, run: LabRun | undefined): Promise<void> {
    if (action === 'openParent') {
      if (run?.parent) await execute('digitsLab.openDashboard', run.parent);
      return;
    }
    const ids: Readonly<Record<Exclude<RunAction, 'openParent'>, CommandId>> = {
      stop: 'digitsLab.stop',
      resume: 'digitsLab.resume',
      rerun: 'digitsLab.rerun',
      reproduce: 'digitsLab.reproduce',
      openConfig: 'digitsLab.openConfig',
      openNotes: 'digitsLab.openNotes',
      showLog: 'digitsLab.showLog',
      reveal: 'digitsLab.reveal',
    };
    await execute(ids[action], this.runId);
  }

  /** Everything that the page shows. */
  private async hydrate(): Promise<void> {
    const run = this.services.lab.find(this.runId);
    // The page is new and knows nothing.
    this.forgetPage();
    const isSamePage = this.pages.mark();
    this.hasChanged = false;
    if (!run) {
      this.panel.webview.html = messagePage(`The run ${this.runId} is not there any more.`);
      return;
    }
    const onDisk = run.live ? undefined : await readRun(run.folder).catch(() => initialRun);
    if (!isSamePage()) return;
    // What happened while the disk was read is in the newer state.
    const now = this.services.lab.find(this.runId) ?? run;
    const history = now.live ?? onDisk ?? initialRun;
    const rest = await this.describe(now, history);
    if (!isSamePage()) return;
    const latest = this.services.lab.find(this.runId);
    // It began or ended meanwhile.
    if (latest?.status !== now.status) return this.hydrate();
    const section = this.section;
    this.section = undefined;
    this.waiting = [];
    this.isReady = true;
    this.told = inShort(rest);
    const state: DashboardState = {
      ...rest,
      runId: this.runId,
      // Of a run that is trained more may have happened meanwhile.
      run: thinned(latest.live ?? history),
    };
    this.post({ type: 'hydrate', state, ...(section && { section }) });
    if (this.hasChanged) await this.tellChanges();
  }

  private async describe(run: LabRun, history: Said): Promise<Told> {
    const said = history.log.at(-1);
    return {
      label: runLabel(run),
      status: run.status,
      labels: run.labels,
      parent: await this.describeParent(run),
      artifacts: await listArtifacts(run.folder),
      stderrTail: run.stderrTail || (run.status === 'failed' && said?.level === 'error' ? said.message : ''),
      actions: actionsOf(run),
    };
  }

  private async describeParent({ parent }: LabRun): Promise<ParentRun | null> {
    const found = parent === null ? undefined : this.services.lab.find(parent);
    if (!found) return null;
    const { epochs } = await this.saidBy(found);
    return { runId: found.id, label: runLabel(found), parameters: found.parameters, epochs };
  }

  private saidBy(run: LabRun): Promise<Said> {
    if (run.live) return Promise.resolve(run.live);
    const known = this.read.get(run.id);
    if (known?.of === run) return known.said;
    const read = readRun(run.folder).catch(() => initialRun);
    const said = read.then(({ epochs, log }) => ({ epochs, log }));
    this.read.set(run.id, { of: run, said });
    return said;
  }

  /** Tells what is different: one telling after the other, so that an older one never comes after a newer one. */
  private async tellChanges(): Promise<void> {
    window.setTitle(this.panel, this.title);
    this.hasChanged = true;
    if (this.isTelling) return;
    this.isTelling = true;
    try {
      while (this.hasChanged && this.isReady) {
        this.hasChanged = false;
        await this.tellChange();
      }
    } finally {
      this.isTelling = false;
    }
  }

  private async tellChange(): Promise<void> {
    const run = this.services.lab.find(this.runId);
    if (!run) return;
    const isSamePage = this.pages.mark();
    const history = run.status === 'failed' ? await this.saidBy(run) : (run.live ?? initialRun);
    const changes = await this.describe(run, history);
    const told = inShort(changes);
    if (told === this.told || !isSamePage()) return;
    this.told = told;
    this.flush();
    this.post({ type: 'changed', changes });
  }

  private queueEvents(events: readonly TrainerEvent[]): void {
    if (!this.isReady) return;
    for (const event of events) this.waiting.push(event);
    // At once after a quiet time.
    this.flushing ??= systemClock.after(this.flushedAt + FLUSH_MS - performance.now(), () => this.flush());
  }

  private flush(): void {
    this.flushing?.();
    this.flushing = undefined;
    this.flushedAt = performance.now();
    const events = this.isReady ? this.waiting : [];
    this.waiting = [];
    if (events.length > MOST_EVENTS) this.hydrate().catch((error: Error) => this.services.log.error(error.message));
    else if (events.length > 0) this.post({ type: 'events', events });
  }

  private post(message: ToDashboard): void {
    void this.panel.webview.postMessage(message);
  }

  private async save(fileName: string, content: SavedContent): Promise<void> {
    const run = this.services.lab.find(this.runId);
    const folder = workspace.workspaceFolders?.[0]?.uri ?? (run ? Uri.file(path.dirname(run.folder)) : undefined);
    const name = path.basename(fileName);
    const target = await window.showSaveDialog(folder ? { defaultUri: Uri.joinPath(folder, name) } : {});
    if (!target) return;
    await workspace.fs.writeFile(target, 'text' in content ? Buffer.from(content.text) : Buffer.from(content.base64, 'base64'));
    const open = 'Open';
    if ((await window.showInformationMessage(`Saved ${path.basename(target.fsPath)}.`, open)) === open)
      await commands.executeCommand('vscode.open', target);
  }
}

/** What a person may do with a run as it is now. */
export function actionsOf({ status, isOwn, isStopping, parent, config, readOnly }: LabRun): RunAction[] {
  const actions: RunAction[] = ['showLog'];
  if (config) actions.push('openConfig', 'openNotes', 'reveal');
  if (parent !== null) actions.push('openParent');
  if (!workspace.isTrusted || config?.kind === 'imported') return actions;
  actions.push('rerun');
  if (isOwn && !isStopping) actions.push('stop');
  if (config && readOnly === null && isResumable(status)) actions.push('resume');
  if (status === 'completed') actions.push('reproduce');
  return actions;
}

/** What changes whenever something of it does: of the parent, which only grows, its end says so. */
function inShort({ parent, ...rest }: Told): string {
  return JSON.stringify([rest, parent && { ...parent, epochs: [parent.epochs.length, parent.epochs.at(-1)] }]);
}

function thinned(run: Run): Run {
  return { ...run, batches: thinBatches(run.batches) };
}

function execute(command: CommandId, argument: unknown): Thenable<unknown> {
  return commands.executeCommand(command, argument);
}
