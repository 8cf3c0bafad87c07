import { workspace } from 'vscode';
import {
  parseFromDashboard,
  type DashboardChange,
  type DashboardSection,
  type FromDashboard,
  type ToDashboard,
} from '../../contract/dashboard';
import type { LabRun } from '../../runs/labRun';
import { systemClock } from '../../util/clock';
import type { Disposable } from '../../util/emitter';
import { messageOf } from '../../util/messageOf';
import { answerDashboard, isAboutCurves } from './dashboardRequests';
import { isAboutImages } from './imageRequests';
import type { KnownRecordings } from './knownRecordings';
import type { KnownRuns } from './knownRuns';
import { missingRunMessage } from './missingRun';
import { channelPanel, setPanelIcon, showMessage, showPage } from '../panels/panelPage';
import { RunPage } from './runPage';
import type { Services } from '../services';
import { window, type Panel } from '../sinks/window';
import { WebviewChannel } from '../panels/webviewChannel';

export interface DashboardOptions {
  readonly services: Services;
  readonly known: KnownRuns;
  readonly recordings: KnownRecordings;
  /** It was shown or hidden, became the active editor or no longer is it, or its run is gone or back. */
  readonly onState: () => void;
  /** Its panel is gone. */
  readonly onClosed: () => void;
}

/** The panel of one run: its page, its title, and the channel between the two. Another run may have had the panel before. */
export class Dashboard implements Disposable {
  private readonly channel: WebviewChannel<ToDashboard, FromDashboard>;
  private readonly listening: readonly Disposable[];
  /** As it was found last. */
  private run: LabRun | undefined;
  /** What is said instead of the page; undefined while there is the run. */
  private message: string | undefined;
  private isGone = false;
  private wholeTitle: string | undefined;
  private shownTitle = '';
  /** What it is called, or was while it was there. */
  private name: string | undefined;
  private wasRevealed: boolean;

  constructor(
    readonly panel: Panel,
    readonly runId: string,
    private readonly options: DashboardOptions,
  ) {
    const { lab, log } = options.services;
    this.wasRevealed = panel.visible;
    this.channel = new WebviewChannel({
      panel: channelPanel(panel),
      parse: parseFromDashboard,
      follow: tell => this.follow(tell),
      answer: request => this.answer(request),
      onTrouble: error => this.report(error),
      log: line => log.warn(`Dashboard of ${runId}: ${line}`),
      clock: systemClock,
    });
    this.listening = [
      lab.onChanged(() => this.look()),
      panel.onDidDispose(() => {
        this.isGone = true;
        options.onClosed();
      }),
      panel.onDidChangeViewState(() => {
        this.wasRevealed = panel.visible;
        options.onState();
      }),
    ];
    this.run = lab.find(runId);
    this.setPreview(false);
    if (this.run) this.showPage();
    else this.showMissing();
    this.showTitle();
  }

  get isVisible(): boolean {
    return this.panel.visible;
  }

  /** The same, also before the editor has said so. */
  get isShown(): boolean {
    return this.wasRevealed;
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  /** Whether there is no such run any more. */
  get isMissing(): boolean {
    return this.message !== undefined;
  }

  /** As it stands on its tab. */
  get title(): string {
    return this.shownTitle;
  }

  /** Whether the next run takes the panel. Its icon says so, since the title of such a panel cannot be slanted as a file's is. */
  setPreview(isPreview: boolean): void {
    if (!this.isGone) setPanelIcon(this.panel, isPreview ? 'preview' : 'kept', this.options.services.context.extensionUri);
  }

  /** Brings the panel to the front. */
  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
    this.wasRevealed = true;
  }

  showSection(section: DashboardSection): void {
    // A page that is gone before it shows anything shows no section either.
    this.channel.ask({ type: 'show', section }, () => undefined).catch(() => undefined);
  }

  /** Has nothing to do with its panel any more, which may stay. */
  dispose(): void {
    this.channel.dispose();
    for (const one of this.listening) one.dispose();
  }

  private follow(tell: (change: DashboardChange) => void): RunPage | undefined {
    const { services, known, recordings } = this.options;
    const { lab, names } = services;
    const run = lab.find(this.runId);
    return run && new RunPage(run, { lab, names, known, recordings, isTrusted: () => workspace.isTrusted, tell });
  }

  private async answer(request: FromDashboard): Promise<unknown> {
    const { services, recordings } = this.options;
    try {
      return await answerDashboard(services, recordings, this.runId, request);
    } catch (error) {
      // Where the images or curves would be stands why they are not.
      if (isAboutImages(request) || isAboutCurves(request))
        this.options.services.log.warn(`Evaluation of ${this.runId}: ${messageOf(error)}`);
      else this.report(error as Error);
      throw error;
    }
  }

  private report({ message }: Error): void {
    this.options.services.log.error(`Dashboard of ${this.runId}: ${message}`);
    void window.showErrorMessage(message);
  }

  /** The run was deleted or came back, or is called otherwise. */
  private look(): void {
    const run = this.options.services.lab.find(this.runId);
    // One that was refused before it had a folder is described anew in a moment.
    if (!run && this.run?.live && !this.run.config) return;
    this.run = run ?? this.run;
    const wasMissing = this.isMissing;
    if (!run) this.showMissing();
    else if (wasMissing) this.showPage();
    this.showTitle();
    if (this.isMissing !== wasMissing) this.options.onState();
  }

  private showTitle(): void {
    const isDeleted = this.isMissing && this.unreadable === undefined;
    const title = isDeleted ? `${this.label} (deleted)` : this.label;
    if (title === this.wholeTitle) return;
    this.wholeTitle = title;
    this.shownTitle = window.setTitle(this.panel, title);
  }

  private showPage(): void {
    this.message = undefined;
    showPage(this.panel, 'dashboard', this.options.services.context.extensionUri);
    this.channel.prepare();
  }

  private showMissing(): void {
    const { lab } = this.options.services;
    const message = missingRunMessage(this.label, {
      unreadable: this.unreadable,
      trashed: workspace.isTrusted ? lab.trashed.find(({ id }) => id === this.runId) : undefined,
    });
    if (message !== this.message) showMessage(this.panel, (this.message = message));
  }

  /** Why its folder cannot be read, where that is so. */
  private get unreadable(): string | undefined {
    return this.options.services.lab.broken.find(({ id }) => id === this.runId)?.reason;
  }

  private get label(): string {
    const { lab, names } = this.options.services;
    if (lab.find(this.runId)) this.name = names.titleOf(this.runId);
    // One that was deleted before the window was reloaded is called as it was then.
    return this.name ?? lab.trashed.find(({ id }) => id === this.runId)?.label ?? this.runId;
  }
}
