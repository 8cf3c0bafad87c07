import { workspace } from 'vscode';
import {
  parseFromDashboard,
  type DashboardChange,
  type DashboardSection,
  type FromDashboard,
  type ToDashboard,
} from '../contract/dashboard';
import { systemClock } from '../util/clock';
import type { Disposable } from '../util/emitter';
import { answerDashboard } from './dashboardRequests';
import type { KnownRuns } from './knownRuns';
import { channelPanel, showPage } from './panelPage';
import { RunPage } from './runPage';
import type { Services } from './services';
import { window, type Panel } from './sinks/window';
import { WebviewChannel } from './webviewChannel';
import { messageHtml } from './webviewPage';

/** The panel of one run: its page, its title, and the channel between the two. */
export class Dashboard implements Disposable {
  private readonly channel: WebviewChannel<ToDashboard, FromDashboard>;
  private readonly titles: Disposable;

  constructor(
    private readonly panel: Panel,
    readonly runId: string,
    private readonly services: Services,
    private readonly known: KnownRuns,
  ) {
    const { context, lab, log } = services;
    this.channel = new WebviewChannel({
      panel: channelPanel(panel),
      parse: parseFromDashboard,
      follow: tell => this.follow(tell),
      answer: request => this.answer(request),
      onTrouble: error => this.report(error),
      log: line => log.warn(`Dashboard of ${runId}: ${line}`),
      clock: systemClock,
    });
    this.titles = lab.onChanged(() => this.showTitle());
    this.showTitle();
    showPage(panel, 'dashboard', context.extensionUri);
  }

  get isVisible(): boolean {
    return this.panel.visible;
  }

  /** Brings the panel to the front, with a section of its page. */
  show(section?: DashboardSection): void {
    this.panel.reveal();
    if (section) this.showSection(section);
  }

  showSection(section: DashboardSection): void {
    // A page that is gone before it shows anything shows no section either.
    this.channel.ask({ type: 'show', section }, () => undefined).catch(() => undefined);
  }

  /** Has nothing to do with its panel any more, which may stay. */
  dispose(): void {
    this.channel.dispose();
    this.titles.dispose();
  }

  private follow(tell: (change: DashboardChange) => void): RunPage | undefined {
    const { lab } = this.services;
    const run = lab.find(this.runId);
    if (run) return new RunPage(run, { lab, known: this.known, isTrusted: () => workspace.isTrusted, tell });
    this.panel.webview.html = messageHtml(`The run ${this.runId} is not there any more.`);
    return undefined;
  }

  private async answer(request: FromDashboard): Promise<unknown> {
    try {
      return await answerDashboard(this.services, this.runId, request);
    } catch (error) {
      this.report(error as Error);
      throw error;
    }
  }

  private report({ message }: Error): void {
    this.services.log.error(`Dashboard of ${this.runId}: ${message}`);
    void window.showErrorMessage(message);
  }

  private showTitle(): void {
    window.setTitle(this.panel, this.services.names.titleOf(this.runId));
  }
}
