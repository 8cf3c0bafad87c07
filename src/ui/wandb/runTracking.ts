import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { commands, RelativePattern, workspace, type Disposable, type ExtensionContext } from 'vscode';
import type { CommandId } from '../../contributions';
import type { Lab } from '../../runs/lab';
import { findCredential, variableKeys } from '../../tracking/wandb/credentials';
import { isOpenToGit } from '../../tracking/wandb/gitIgnored';
import { createWandbTracker, type WandbTracker } from '../../tracking/wandb/wandbTracker';
import type { Disposables } from '../../util/disposables';
import { setting } from '../settings';
import { window, type Log } from '../sinks/window';
import { askAboutEnvFile } from './askTarget';
import { editorFetch } from './editorFetch';
import { decide, readEnvFile, type Decision, type EnvFileClaim } from './envFile';
import { keySources, recordingSettings, wandbChoice, wandbSettings } from './wandbSettings';

export interface RunTrackingOptions {
  readonly lab: Lab;
  readonly log: Log;
  readonly context: Pick<ExtensionContext, 'secrets' | 'workspaceState'>;
  readonly runsFolders: readonly string[];
  /** Given up when the extension ends. */
  readonly disposables: Disposables;
}

/** Has the runs that this window trains recorded for Weights & Biases, and knows how far the others have come. */
export class RunTracking {
  readonly tracker: WandbTracker;
  private readonly disposables: readonly Disposable[];
  /** Runs whose state was read. */
  private readonly known = new Set<string>();
  /** What was done once in this window, and is not done again. */
  private readonly done = new Set<string>();
  /** Runs that were to be sent, and are recorded only, until it is answered where they go. */
  private readonly heldBack = new Set<string>();
  /** Those that go elsewhere than their record says, once they have ended. */
  private readonly sentAfterwards = new Set<string>();
  /** Questions that are open, by the claims that they are about. */
  private readonly asking = new Map<string, Promise<Decision | undefined>>();

  constructor(private readonly options: RunTrackingOptions) {
    const { lab, log, context, runsFolders } = options;
    const { secrets, workspaceState: memory } = context;
    this.tracker = createWandbTracker({
      settings: () => recordingSettings(memory),
      credential: baseUrl => findCredential(keySources(secrets, memory), baseUrl),
      fetch: editorFetch,
    });
    this.disposables = [
      lab.onEvents(({ id, events }) => {
        // What other processes train they track themselves.
        const run = lab.active.find(active => active.id === id);
        if (run) for (const event of events) this.tracker.record(run.folder, event);
        if (run && events.some(({ type }) => type === 'runStarted' || type === 'runResumed')) this.lookAtKeys(run.folder);
      }),
      lab.onEnded(
        ({ folder, isLost }) =>
          void (isLost ? this.tracker.lost(folder) : this.ended(folder)).catch((error: Error) => log.warn(error.message)),
      ),
      lab.onChanged(() => this.readNew()),
      this.tracker.onTrouble(message => log.warn(message)),
      options.disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.resume())),
      ...runsFolders.flatMap(folder => this.watch(folder)),
    ];
    this.readNew();
  }

  /**
   * Asks about a `.env` that would have runs go elsewhere, and does with those that it concerns what was answered.
   * @returns whether there is an answer
   */
  async settle(claim: EnvFileClaim): Promise<boolean> {
    const asking = this.asking.get(claim.id) ?? askAboutEnvFile(claim);
    this.asking.set(claim.id, asking);
    const decision = await asking;
    this.asking.delete(claim.id);
    if (decision === undefined) return false;
    await decide(claim, decision, this.options.context.workspaceState);
    for (const folder of this.heldBack) {
      if (!isDeepStrictEqual(this.tracker.stateOf(folder)?.target, claim.target)) continue;
      this.heldBack.delete(folder);
      if (decision === 'allowed') void this.tracker.sync(folder, claim.target);
      // Its record says where it goes; it is made anew when the run has ended.
      else if (this.options.lab.active.some(run => run.folder === folder)) this.sentAfterwards.add(folder);
      else void this.sendToOwn(folder);
    }
    return true;
  }

  private async sendToOwn(folder: string): Promise<void> {
    await this.tracker.sync(folder, wandbSettings(this.options.context.workspaceState).target);
  }

  private async ended(folder: string): Promise<void> {
    await this.tracker.ended(folder);
    if (this.sentAfterwards.delete(folder)) await this.sendToOwn(folder);
  }

  /** Closes what is being recorded; what was not sent is sent the next time. */
  async dispose(): Promise<void> {
    for (const one of this.disposables) one.dispose();
    await this.tracker.dispose();
  }

  private readNew(): void {
    const folders = this.options.lab.runs.filter(({ config }) => config).map(({ folder }) => folder);
    // One that went may come back as another one.
    const there = new Set(folders);
    for (const folder of this.known) if (!there.has(folder)) this.known.delete(folder);
    const unknown = folders.filter(folder => !this.known.has(folder));
    for (const folder of unknown) this.known.add(folder);
    if (unknown.length > 0) void this.tracker.read(unknown).then(() => this.resume());
  }

  /** Goes on with what this window, or another one, has left unsent: only while runs are to be sent at all. */
  private resume(): void {
    if (workspace.isTrusted && setting('digitsLab.wandb.mode') === 'online') this.tracker.resume();
  }

  /** What the command line does with a run is seen here too. */
  private watch(runsFolder: string): Disposable[] {
    const watcher = this.options.disposables.add(
      workspace.createFileSystemWatcher(new RelativePattern(runsFolder, '*/wandb/tracking.json')),
    );
    const read = ({ fsPath }: { readonly fsPath: string }): void => void this.tracker.read([path.dirname(path.dirname(fsPath))]);
    return [watcher, watcher.onDidCreate(read), watcher.onDidChange(read)];
  }

  /** Says once a window what a person should know about keys before they are needed. */
  private lookAtKeys(runFolder: string): void {
    if (setting('digitsLab.wandb.mode') === 'off') return;
    const { log, context } = this.options;
    Promise.all([this.once('git', warnAboutGit), this.holdBack(runFolder), this.once('key', () => offerToSignIn(context))]).catch(
      (error: Error) => log.warn(error.message),
    );
  }

  /** What the folder's `.env` would have sent elsewhere waits for the answer to a question, which is asked once a window. */
  private async holdBack(runFolder: string): Promise<void> {
    const { settings, open } = wandbChoice(this.options.context.workspaceState);
    if (!open || settings.mode !== 'online') return;
    this.heldBack.add(runFolder);
    await this.once(open.id, () => this.settle(open).then(() => true));
  }

  private async once(what: string, tryTo: () => Promise<boolean>): Promise<void> {
    if (!this.done.has(what) && (await tryTo())) this.done.add(what);
  }
}

/** Of a key that Git would take along; whether there is one. */
async function warnAboutGit(): Promise<boolean> {
  const found = readEnvFile();
  if (!found || variableKeys({ environment: {}, dotEnv: found.variables }).length === 0 || !(await isOpenToGit(found.file))) return false;
  void window.showWarningMessage(
    `Git does not ignore ${found.file}, which holds a key: add it to .gitignore, or the next commit may publish it.`,
  );
  return true;
}

/** Where a run is to be sent and there is no key; whether that is so. */
async function offerToSignIn({ secrets, workspaceState: memory }: RunTrackingOptions['context']): Promise<boolean> {
  const { settings, open } = wandbChoice(memory);
  const { mode, target } = settings;
  const { baseUrl } = target;
  if (open || mode !== 'online' || (await findCredential(keySources(secrets, memory), baseUrl))) return false;
  const signIn = 'Sign In';
  const message = `The run is recorded, but waits to be sent: there is no key for ${new URL(baseUrl).host} yet.`;
  void window.showWarningMessage(message, signIn).then(chosen => {
    const id: CommandId = 'digitsLab.wandb.signIn';
    if (chosen === signIn) void commands.executeCommand(id);
  });
  return true;
}
