import path from 'node:path';
import { commands, l10n, RelativePattern, workspace, type Disposable, type SecretStorage } from 'vscode';
import type { CommandId } from '../../contributions';
import type { Lab } from '../../runs/lab';
import { Tracker } from '../../tracking/tracker';
import { findCredential, variableKeys } from '../../tracking/wandb/credentials';
import { isOpenToGit } from '../../tracking/wandb/gitIgnored';
import { setting } from '../settings';
import { window, type Log } from '../sinks/window';
import { editorFetch } from './editorFetch';
import { keyPlaces, readEnvFile, wandbSettings } from './wandbSettings';

export interface RunTrackingOptions {
  readonly lab: Lab;
  readonly log: Log;
  readonly secrets: SecretStorage;
  readonly runsFolders: readonly string[];
}

/** Has the runs that this window trains recorded for Weights & Biases, and knows how far the others have come. */
export class RunTracking {
  readonly tracker: Tracker;
  private readonly disposables: readonly Disposable[];
  /** Runs whose state was read. */
  private readonly known = new Set<string>();
  private readonly said = new Set<string>();

  constructor(private readonly options: RunTrackingOptions) {
    const { lab, log, secrets, runsFolders } = options;
    this.tracker = new Tracker({
      settings: wandbSettings,
      credential: baseUrl => findCredential(keyPlaces(secrets), baseUrl),
      fetch: editorFetch,
    });
    this.disposables = [
      lab.onEvents(({ id, events }) => {
        // What other processes train they track themselves.
        const run = lab.active.find(active => active.id === id);
        if (run) for (const event of events) this.tracker.take(run.folder, event);
        if (run && events.some(({ type }) => type === 'runStarted' || type === 'runResumed')) this.lookAtKeys();
      }),
      lab.onEnded(({ folder, isLost }) => void (isLost ? this.tracker.lost(folder) : this.tracker.ended(folder))),
      lab.onChanged(() => this.readNew()),
      this.tracker.onTrouble(message => log.warn(message)),
      workspace.onDidGrantWorkspaceTrust(() => this.resume()),
      ...runsFolders.flatMap(folder => this.watch(folder)),
    ];
    this.readNew();
  }

  /** Closes what is being recorded; what was not sent is sent the next time. */
  async dispose(): Promise<void> {
    for (const one of this.disposables) one.dispose();
    await this.tracker.dispose();
  }

  private readNew(): void {
    const folders = this.options.lab.runs.filter(({ config }) => config).map(({ folder }) => folder);
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
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(runsFolder, '*/wandb/tracking.json'));
    const read = ({ fsPath }: { readonly fsPath: string }): void => void this.tracker.read([path.dirname(path.dirname(fsPath))]);
    return [watcher, watcher.onDidCreate(read), watcher.onDidChange(read)];
  }

  /** Says once a window what a person should know about keys before they are needed. */
  private lookAtKeys(): void {
    if (setting('digitsLab.wandb.mode') === 'off') return;
    const { log, secrets } = this.options;
    Promise.all([this.once('git', warnAboutGit), this.once('key', () => offerToSignIn(secrets))]).catch((error: Error) =>
      log.warn(error.message),
    );
  }

  private async once(what: string, say: () => Promise<boolean>): Promise<void> {
    if (!this.said.has(what) && (await say())) this.said.add(what);
  }
}

/** Of a key that Git would take along; whether there is one. */
async function warnAboutGit(): Promise<boolean> {
  const found = readEnvFile();
  if (!found || variableKeys({ environment: {}, dotEnv: found.variables }).length === 0 || !(await isOpenToGit(found.file))) return false;
  void window.showWarningMessage(
    l10n.t('Git does not ignore {0}, which holds a key: add it to .gitignore, or the next commit may publish it.', found.file),
  );
  return true;
}

/** Where a run is to be sent and there is no key; whether that is so. */
async function offerToSignIn(secrets: SecretStorage): Promise<boolean> {
  const { mode, baseUrl } = wandbSettings();
  if (mode !== 'online' || (await findCredential(keyPlaces(secrets), baseUrl))) return false;
  const signIn = l10n.t('Sign In');
  const message = l10n.t('The run is recorded, but waits to be sent: there is no key for {0} yet.', new URL(baseUrl).host);
  void window.showWarningMessage(message, signIn).then(chosen => {
    const id: CommandId = 'digitsLab.wandb.signIn';
    if (chosen === signIn) void commands.executeCommand(id);
  });
  return true;
}
