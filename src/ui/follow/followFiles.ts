import path from 'node:path';
import { ConfigurationTarget, workspace, type ExtensionContext, type Uri } from 'vscode';
import { MOST_FOLLOWED, MOST_LEFT_OUT } from '../../contract/formats/follower';
import type { RunsLocation } from '../../runs/runsLocation';
import { startFollower, type FollowedPlace, type FollowerProcess } from '../../runs/process/followerProcess';
import type { Disposables } from '../../util/disposables';
import { counted } from '../../util/format';
import { isInside } from '../../util/isInside';
import { setContext } from '../contextKeys';
import type { Choice } from '../sinks/quickInput';
import { pick } from '../sinks/quickInput';
import type { Log } from '../sinks/window';
import { window } from '../sinks/window';
import { nameBelow, pathsBelow } from './followedPaths';

/** Where what lies outside of the open folder is remembered: a person chose it. */
const elsewhereKey = 'followedElsewhere';

const SECTION = 'digitsLab';
const NAME = 'follow';

export interface FollowFilesParts {
  readonly context: ExtensionContext;
  readonly locations: readonly RunsLocation[];
  readonly log: Log;
  readonly disposables: Disposables;
}

interface OpenFolder {
  readonly uri: Uri;
  readonly runsFolder: string;
}

/** A process of this window that follows log files, while the setting, or a person, names any. */
export class FollowFiles {
  private process: FollowerProcess | undefined;
  private ending: Promise<unknown> = Promise.resolve();
  private isDisposed = false;
  private count = 0;
  private readonly told = new Set<string>();
  /** What a process came to a bad end with; it is not read again by this window. */
  private readonly leftOut = new Set<string>();
  /** Told once how many runs are followed, after a person has chosen something. */
  private onCounted: ((runs: number) => void) | undefined;

  constructor(private readonly parts: FollowFilesParts) {
    const { disposables } = parts;
    disposables.add({
      dispose: () => {
        this.isDisposed = true;
        return this.end();
      },
    });
    disposables.add(
      workspace.onDidChangeConfiguration(change => {
        if (change.affectsConfiguration(`${SECTION}.${NAME}`)) this.bringUp();
      }),
    );
    disposables.add(workspace.onDidGrantWorkspaceTrust(() => this.bringUp()));
    setContext('digitsLab.isFollowing', false);
  }

  /** Whether anything is named that is to be followed. */
  get isOn(): boolean {
    return this.places().length > 0;
  }

  /** Has the process follow what is to be followed now; without anything there is none. */
  bringUp(): void {
    const places = workspace.isTrusted ? this.places() : [];
    setContext('digitsLab.isFollowing', places.length > 0);
    if (this.isDisposed) return;
    if (places.length === 0) void this.end();
    else if (this.process) this.process.follow(places);
    else this.begin(places);
  }

  /** Asks what is to be followed, and follows it. */
  async choose(): Promise<void> {
    const [first] = this.folders();
    if (!first) throw new Error('Open a folder first: the runs of your logs are kept in it.');
    const whole: Choice = { label: 'The Open Folder', icon: 'root-folder', description: 'what is in it, and comes into it' };
    const folder: Choice = { label: 'A Folder…', icon: 'folder', description: 'for instance logs, lightning_logs, wandb' };
    const files: Choice = { label: 'Files…', icon: 'file', description: 'event files, CSV logs' };
    const picked = await pick({
      title: 'Follow Log Files',
      placeholder: 'Logs of TensorBoard, Keras, Lightning and W&B become runs while they are written. Where are they?',
      items: [whole, folder, files],
    });
    if (picked.how !== 'accepted') return;
    if (picked.item === whole) return this.follow([first.uri]);
    const chosen = await window.showOpenDialog({
      title: 'Follow Log Files',
      openLabel: 'Follow',
      canSelectMany: true,
      canSelectFiles: picked.item === files,
      canSelectFolders: picked.item === folder,
      defaultUri: first.uri,
    });
    if (chosen && chosen.length > 0) await this.follow(chosen);
  }

  /** Follows files and folders that a person chose; what lies in an open folder is added to its setting. */
  async follow(chosen: readonly Uri[]): Promise<void> {
    const folders = this.folders();
    const elsewhere = new Set(this.elsewhere);
    for (const { scheme, fsPath } of chosen) {
      if (scheme !== 'file') throw new Error('Follow: these are no files of this computer.');
      const home = folders.find(({ uri }) => isInside(fsPath, uri.fsPath));
      if (!home) elsewhere.add(fsPath);
      else await this.add(home, nameBelow(home.uri.fsPath, fsPath) || '.');
    }
    this.onCounted = runs =>
      void window.showInformationMessage(
        runs === 0
          ? 'There is no log there yet. It becomes a run when it is written.'
          : `${counted(runs, 'log')} followed. The view Runs shows ${runs === 1 ? 'it' : 'them'}.`,
      );
    await this.parts.context.workspaceState.update(elsewhereKey, [...elsewhere]);
    this.bringUp();
  }

  /** Follows nothing any more. What has become runs stays. */
  async stop(): Promise<void> {
    await this.parts.context.workspaceState.update(elsewhereKey, undefined);
    for (const { uri } of this.folders()) {
      const own = this.inspect(uri);
      if (own?.workspaceFolderValue !== undefined) await this.write(uri, undefined);
      // Of a person's own settings for all folders, or those of the workspace: here they do not count.
      if (this.wantedIn(uri).length > 0) await this.write(uri, []);
    }
    this.bringUp();
    await this.ending;
  }

  private async add({ uri }: OpenFolder, name: string): Promise<void> {
    const before = this.wantedIn(uri);
    if (!before.includes(name)) await this.write(uri, [...before, name]);
  }

  private async write(uri: Uri, value: readonly string[] | undefined): Promise<void> {
    // Of a single folder both are the same file.
    const target = (workspace.workspaceFolders?.length ?? 0) > 1 ? ConfigurationTarget.WorkspaceFolder : ConfigurationTarget.Workspace;
    await workspace.getConfiguration(SECTION, uri).update(NAME, value, target);
  }

  private wantedIn(uri: Uri): readonly string[] {
    const wanted: unknown = workspace.getConfiguration(SECTION, uri).get(NAME);
    return Array.isArray(wanted) ? wanted.filter(one => typeof one === 'string') : [];
  }

  private inspect(uri: Uri) {
    return workspace.getConfiguration(SECTION, uri).inspect<readonly string[]>(NAME);
  }

  private folders(): readonly OpenFolder[] {
    const { locations } = this.parts;
    return (workspace.workspaceFolders ?? []).flatMap(({ uri }) => {
      // Several folders may share one place for their runs.
      const own = locations.find(({ queueFile }) => isInside(queueFile, uri.fsPath)) ?? locations[0];
      return uri.scheme === 'file' && own ? [{ uri, runsFolder: own.runsFolder }] : [];
    });
  }

  private get elsewhere(): readonly string[] {
    const kept: unknown = this.parts.context.workspaceState.get(elsewhereKey);
    return Array.isArray(kept) ? kept.filter(one => typeof one === 'string') : [];
  }

  private places(): readonly FollowedPlace[] {
    const folders = this.folders();
    const inside = folders.flatMap(({ uri, runsFolder }): FollowedPlace[] => {
      const { paths, refused } = pathsBelow(uri.fsPath, workspace.getConfiguration(SECTION, uri).get(NAME) ?? []);
      for (const one of refused) this.refuse(one);
      return paths.length > 0 ? [{ root: uri.fsPath, runsFolder, paths, isOpen: true }] : [];
    });
    const [first] = folders;
    if (!first) return [];
    const elsewhere = this.elsewhere.map((place): FollowedPlace => ({
      root: path.dirname(place),
      runsFolder: first.runsFolder,
      paths: [path.basename(place)],
      isOpen: false,
    }));
    return [...inside, ...elsewhere].slice(0, MOST_FOLLOWED);
  }

  private begin(places: readonly FollowedPlace[]): void {
    const { context, log } = this.parts;
    const started = startFollower({
      file: path.join(context.extensionUri.fsPath, 'dist', 'follower.js'),
      places,
      leftOut: [...this.leftOut],
      onTold: line => log.info(`Log files: ${line}`),
      onFollowing: runs => {
        if (runs !== this.count) log.info(`Log files: ${counted(runs, 'run')} followed.`);
        this.count = runs;
        this.onCounted?.(runs);
        this.onCounted = undefined;
      },
    });
    this.process = started;
    void started.ended.then(reason => this.hasEnded(started, reason));
  }

  private hasEnded(which: FollowerProcess, reason: string): void {
    if (this.process !== which) return;
    this.process = undefined;
    if (this.isDisposed) return;
    const { reading } = which;
    if (reading !== undefined && !this.leftOut.has(reading) && this.leftOut.size < MOST_LEFT_OUT) {
      this.leftOut.add(reading);
      this.refuse(
        `${reading} is not followed any more: the process that read it was given up: ${reason}. It may be damaged, or larger than what can be followed. Other logs are followed further; this one is tried again with the next window.`,
      );
      return this.bringUp();
    }
    this.parts.log.error(`The process that follows log files has ended: ${reason}`);
    const again = 'Start Again';
    void window
      .showErrorMessage('The process that follows your log files has ended. What it has read is kept.', again)
      .then(chosen => (chosen === again ? this.bringUp() : undefined));
  }

  /** Settles when no process is left. */
  private end(): Promise<unknown> {
    const { process } = this;
    this.process = undefined;
    process?.stop();
    if (process) this.ending = Promise.all([this.ending, process.ended]);
    return this.ending;
  }

  private refuse(why: string): void {
    if (this.told.has(why)) return;
    this.told.add(why);
    this.parts.log.warn(why);
    void window.showWarningMessage(why);
  }
}
