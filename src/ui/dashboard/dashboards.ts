import { TabInputWebview, ViewColumn, type Disposable } from 'vscode';
import { parseSavedView, type DashboardSection } from '../../contract/dashboard';
import { dashboardViewType } from '../../contributions';
import { Emitter } from '../../util/emitter';
import { setContext } from '../contextKeys';
import { Dashboard } from './dashboard';
import { KnownRecordings } from './knownRecordings';
import { KnownRuns } from './knownRuns';
import type { Services } from '../services';
import { window, type Panel } from '../sinks/window';

export interface ShowOptions {
  /** Whether the run gets a panel that stays; otherwise the next run that is shown may have its place. */
  readonly isKept?: boolean;
  /** Whether the focus stays where it is. */
  readonly preserveFocus?: boolean;
}

/** The run whose panel the next one takes. */
const previewKey = 'previewedRun';

/**
 * The open dashboards, one a run; they come back after the window was reloaded. At most one of them is a preview, as an editor's of VS Code
 * is: the next run that is shown takes its panel, unless it was kept open.
 */
export class Dashboards implements Disposable {
  private readonly open = new Map<string, Dashboard>();
  private readonly known = new KnownRuns();
  private readonly recordings = new KnownRecordings();
  private readonly serializer: Disposable;
  private readonly activeChanges = new Emitter<void>();
  private preview: Dashboard | undefined;
  /** The one that is the active editor, also before the editor has said so. */
  private active: Dashboard | undefined;
  /** The run that was clicked last. */
  private clicked: string | undefined;

  /** Another dashboard is the active editor, or none is. */
  readonly onDidChangeActive = this.activeChanges.event;

  constructor(private readonly services: Services) {
    const { context, ready } = services;
    const previewed = context.workspaceState.get<string>(previewKey);
    this.serializer = window.registerWebviewPanelSerializer(dashboardViewType, {
      deserializeWebviewPanel: async (panel, state) => {
        const view = parseSavedView(state);
        await ready;
        if (!view || this.open.has(view.runId)) return panel.dispose();
        const isPreview = view.runId === previewed && !this.preview;
        const dashboard = this.add(panel, view.runId, isPreview);
        dashboard.showSection(view.section);
        this.look(dashboard);
      },
    });
  }

  /** Whether the dashboard of a run can be seen. */
  isVisible(runId: string): boolean {
    return this.open.get(runId)?.isVisible ?? false;
  }

  /** The run whose dashboard is the active editor. */
  get activeRun(): string | undefined {
    return this.active?.runId;
  }

  show(runId: string, section?: DashboardSection, { isKept = false, preserveFocus = false }: ShowOptions = {}): void {
    const shown = this.open.get(runId);
    const replaced = shown || isKept ? undefined : this.replaceable;
    if (shown) {
      if (isKept) this.keepOpen(runId);
      shown.reveal(preserveFocus);
    } else if (replaced) {
      this.forget(replaced);
      this.add(replaced.panel, runId, true).reveal(preserveFocus);
    } else {
      const place = { viewColumn: ViewColumn.Active, preserveFocus };
      this.add(window.createWebviewPanel(dashboardViewType, runId, place, { enableScripts: true }), runId, !isKept);
    }
    this.active = this.open.get(runId);
    if (section) this.active?.showSection(section);
    this.tellActive();
  }

  /** What a click on a run does: the first shows it, a second one keeps it open. The focus stays in the list. */
  click(runId: string): void {
    const isSecond = this.clicked === runId && (this.open.get(runId)?.isShown ?? false);
    this.clicked = runId;
    this.show(runId, undefined, { isKept: isSecond, preserveFocus: true });
  }

  /** Shows a run that was asked for some time ago: not where another one is looked at. */
  showUnlessInTheWay(runId: string, section: DashboardSection): void {
    if (![...this.open.values()].some(({ isVisible }) => isVisible)) this.show(runId, section);
  }

  /** Leaves a run its panel, by default the active one. */
  keepOpen(runId = this.activeRun): void {
    if (!this.preview || this.preview.runId !== runId) return;
    this.setPreview(undefined);
    this.tellActive();
  }

  dispose(): void {
    this.serializer.dispose();
    this.activeChanges.dispose();
    // The panels stay: the next start of the extension finds them.
    for (const dashboard of this.open.values()) dashboard.dispose();
    this.open.clear();
  }

  /** The preview, unless its tab was pinned, so that it is meant to stay. */
  private get replaceable(): Dashboard | undefined {
    const { preview } = this;
    const isPinned = window.tabs.some(
      tab => tab.isPinned && tab.label === preview?.title && tab.input instanceof TabInputWebview && isDashboard(tab.input),
    );
    return isPinned ? undefined : preview;
  }

  private add(panel: Panel, runId: string, isPreview: boolean): Dashboard {
    const dashboard: Dashboard = new Dashboard(panel, runId, {
      services: this.services,
      known: this.known,
      recordings: this.recordings,
      onState: () => this.look(dashboard),
      onClosed: () => {
        this.forget(dashboard);
        this.tellActive();
      },
    });
    this.open.set(runId, dashboard);
    if (isPreview) this.setPreview(dashboard);
    return dashboard;
  }

  /** Its panel is closed, or becomes another run's. */
  private forget(dashboard: Dashboard): void {
    dashboard.dispose();
    if (this.open.get(dashboard.runId) === dashboard) this.open.delete(dashboard.runId);
    if (this.active === dashboard) this.active = undefined;
    if (this.preview === dashboard) this.setPreview(undefined);
    this.forgetRuns();
  }

  private setPreview(dashboard: Dashboard | undefined): void {
    this.preview?.setPreview(false);
    this.preview = dashboard;
    dashboard?.setPreview(true);
    void this.services.context.workspaceState.update(previewKey, dashboard?.runId);
  }

  /** It is in another state: the one that was active before may say so earlier or later. */
  private look(dashboard: Dashboard): void {
    if (dashboard.isActive) this.active = dashboard;
    else if (this.active === dashboard) this.active = undefined;
    this.tellActive();
  }

  private tellActive(): void {
    const { active, preview } = this;
    setContext('digitsLab.isPreview', active !== undefined && active === preview && !active.isMissing);
    this.activeChanges.fire();
  }

  /** Of what no panel shows nothing is kept. */
  private forgetRuns(): void {
    const { lab } = this.services;
    const shown = [...this.open.keys()].map(id => lab.find(id));
    const all = [...shown, ...shown.map(run => lab.find(run?.parent ?? ''))];
    const folders = new Set(all.flatMap(run => run?.folder ?? []));
    this.known.keepOnly(folders);
    this.recordings.keepOnly(folders);
  }
}

/** VS Code puts a prefix of its own before the type of a panel. */
function isDashboard({ viewType }: TabInputWebview): boolean {
  return viewType.endsWith(dashboardViewType);
}
