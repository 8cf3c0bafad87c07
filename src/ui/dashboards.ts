import { ViewColumn, type Disposable } from 'vscode';
import { parseSavedView, type DashboardSection } from '../contract/dashboard';
import { dashboardViewType } from '../contributions';
import { Dashboard } from './dashboard';
import { KnownRuns } from './knownRuns';
import type { Services } from './services';
import { window, type Panel } from './sinks/window';

/** The open dashboards, one a run; they come back after the window was reloaded. */
export class Dashboards implements Disposable {
  private readonly open = new Map<string, Dashboard>();
  private readonly known = new KnownRuns();
  private readonly serializer: Disposable;

  constructor(private readonly services: Services) {
    this.serializer = window.registerWebviewPanelSerializer(dashboardViewType, {
      deserializeWebviewPanel: async (panel, state) => {
        const view = parseSavedView(state);
        await services.ready;
        if (view && !this.open.has(view.runId)) this.keep(panel, view.runId, view.section);
        else panel.dispose();
      },
    });
  }

  /** Whether the dashboard of a run can be seen. */
  isVisible(runId: string): boolean {
    return this.open.get(runId)?.isVisible ?? false;
  }

  show(runId: string, section?: DashboardSection): void {
    const shown = this.open.get(runId);
    if (shown) return shown.show(section);
    const panel = window.createWebviewPanel(dashboardViewType, runId, ViewColumn.Active, { enableScripts: true });
    this.keep(panel, runId, section);
  }

  dispose(): void {
    this.serializer.dispose();
    // The panels stay: the next start of the extension finds them.
    for (const dashboard of this.open.values()) dashboard.dispose();
    this.open.clear();
  }

  private keep(panel: Panel, runId: string, section: DashboardSection | undefined): void {
    const dashboard = new Dashboard(panel, runId, this.services, this.known);
    if (section) dashboard.showSection(section);
    this.open.set(runId, dashboard);
    panel.onDidDispose(() => {
      if (this.open.get(runId) === dashboard) this.open.delete(runId);
      dashboard.dispose();
      this.forgetRuns();
    });
  }

  /** Of what no panel shows nothing is kept. */
  private forgetRuns(): void {
    const { lab } = this.services;
    const shown = [...this.open.keys()].map(id => lab.find(id));
    const all = [...shown, ...shown.map(run => lab.find(run?.parent ?? ''))];
    this.known.keepOnly(new Set(all.flatMap(run => run?.folder ?? [])));
  }
}
