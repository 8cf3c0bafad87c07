import path from 'node:path';
import { StatusBarAlignment, workspace, type ExtensionContext } from 'vscode';
import { endpointVariables } from '../../endpoint/endpointVariables';
import { endpointKey } from '../../endpoint/endpointKey';
import { PortInUseError, startEndpoint, type EndpointProcess } from '../../runs/process/endpointProcess';
import type { Disposables } from '../../util/disposables';
import { messageOf } from '../../util/messageOf';
import { stateFolder } from '../../util/userFolders';
import { setContext } from '../contextKeys';
import type { Log } from '../sinks/window';
import { window } from '../sinks/window';
import { COMMAND_LINE } from '../terminal';
import { variablesOfPerson } from './variablesOfPerson';

/** What is kept of it in the workspace's state. */
const stateKey = 'trackPython';

interface Kept {
  readonly isOn: boolean;
  /** The same one again, so that scripts that run find it after a reload. */
  readonly port: number;
}

export interface TrackPythonParts {
  readonly context: ExtensionContext;
  /** Of the first folder that is open; undefined where there is none. */
  readonly runsFolder: string | undefined;
  readonly log: Log;
  readonly disposables: Disposables;
}

/** A process of this window that the scripts in its terminals send their runs to, while a person wants that. */
export class TrackPython {
  private process: EndpointProcess | undefined;
  private readonly item;
  private isDisposed = false;

  constructor(private readonly parts: TrackPythonParts) {
    this.item = parts.disposables.add(
      window.createStatusBarItem('digitsLab.tracking', 'Digits Lab: Python scripts', StatusBarAlignment.Left, 9),
    );
    parts.disposables.add({
      dispose: () => {
        this.isDisposed = true;
        return this.end();
      },
    });
    setContext('digitsLab.isTrackingPython', false);
  }

  /** Goes on after a reload, where it was on and the folder is trusted. */
  async goOn(): Promise<void> {
    const { isOn } = this.kept;
    if (isOn && workspace.isTrusted && this.parts.runsFolder !== undefined) await this.begin();
  }

  /** Asks, the first time in a workspace, and begins. @throws {Error} for a person, if it cannot */
  async turnOn(): Promise<void> {
    if (this.process) return;
    if (this.parts.runsFolder === undefined) throw new Error('Open a folder first: the runs of your scripts are kept in it.');
    if (!(await this.isWanted())) return;
    await this.begin();
    await this.keep({ isOn: true });
  }

  async turnOff(): Promise<void> {
    await this.keep({ isOn: false });
    await this.end();
  }

  private async isWanted(): Promise<boolean> {
    const own = variablesOfPerson();
    if (own.length > 0) {
      const replace = 'Send Them Here';
      const detail = `Scripts that you start in new terminals of this workspace would send their runs to Digits Lab on this machine, and no longer there. Switching it off in the status bar takes that back.`;
      return (await window.showWarningMessage(`You have set ${own.join(' and ')}.`, { modal: true, detail }, replace)) === replace;
    }
    if (this.parts.context.workspaceState.get(stateKey) !== undefined) return true;
    const track = 'Track';
    const detail =
      'Scripts with `import wandb` that you start in new terminals of this workspace appear among its runs while they train. They send what they log to a process of this window: it listens on this machine only, takes what has its key, and sends nothing on. For that four variables (WANDB_BASE_URL, WANDB_API_KEY, WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL, DIGITS_ENDPOINT) are set in the terminals of this workspace, until you switch it off in the status bar.';
    return (await window.showInformationMessage('Track your Python scripts?', { modal: true, detail }, track)) === track;
  }

  private async begin(): Promise<void> {
    const { context, log, runsFolder } = this.parts;
    // Of the user, not of the window: an editor's secret store may forget it with the window, and scripts that run keep what they were given.
    const key = await endpointKey(stateFolder());
    const start = (port: number): EndpointProcess =>
      startEndpoint({
        file: path.join(context.extensionUri.fsPath, 'dist', 'endpoint.js'),
        runsFolder: runsFolder!,
        port,
        key,
        onTold: line => log.info(`Python scripts: ${line}`),
      });
    let started = start(this.kept.port);
    const port = await started.port.catch((error: unknown) => {
      if (!(error instanceof PortInUseError)) throw error;
      started = start(0);
      return started.port;
    });
    // Switched off, or the window closed, meanwhile.
    if (this.isDisposed) return started.stop();
    this.process = started;
    void started.ended.then(reason => this.hasEnded(started, reason));
    const { environmentVariableCollection: variables } = context;
    for (const [name, value] of Object.entries(endpointVariables(port, key))) variables.replace(name, value);
    variables.description = `${COMMAND_LINE}; scripts with \`import wandb\` send their runs to Digits Lab on this machine`;
    await this.keep({ port });
    this.item.show({
      icon: 'broadcast',
      text: 'Python scripts',
      tooltip: 'Scripts with `import wandb` in new terminals send their runs to Digits Lab on this machine: click to switch it off',
      spoken: 'Digits Lab takes the runs of Python scripts. Switch it off.',
      command: { command: 'digitsLab.stopTrackingPython', title: 'Stop Tracking Python Scripts' },
    });
    setContext('digitsLab.isTrackingPython', true);
    log.info(`Python scripts send their runs to 127.0.0.1:${port}, which keeps them in ${runsFolder}.`);
  }

  private hasEnded(which: EndpointProcess, reason: string): void {
    if (this.process !== which) return;
    this.process = undefined;
    this.withoutVariables();
    if (this.isDisposed) return;
    this.parts.log.error(`The process that Python scripts send their runs to has ended: ${reason}`);
    const again = 'Start Again';
    void window
      .showErrorMessage('The process that your Python scripts send their runs to has ended. What it was sent is kept.', again)
      .then(chosen => (chosen === again ? this.begin() : undefined))
      .then(undefined, (error: unknown) => void window.showErrorMessage(messageOf(error)));
  }

  /** Settles when the process is gone. */
  private async end(): Promise<void> {
    const { process } = this;
    if (!process) return;
    this.process = undefined;
    this.withoutVariables();
    process.stop();
    await process.ended;
  }

  private withoutVariables(): void {
    const { environmentVariableCollection: variables } = this.parts.context;
    for (const name of Object.keys(endpointVariables(0, ''))) variables.delete(name);
    variables.description = COMMAND_LINE;
    this.item.hide();
    setContext('digitsLab.isTrackingPython', false);
  }

  private get kept(): Kept {
    const { isOn, port } = this.parts.context.workspaceState.get<Partial<Kept>>(stateKey) ?? {};
    const isPort = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
    return { isOn: isOn === true, port: isPort ? port : 0 };
  }

  private async keep(changed: Partial<Kept>): Promise<void> {
    await this.parts.context.workspaceState.update(stateKey, { ...this.kept, ...changed });
  }
}
