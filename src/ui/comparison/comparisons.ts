import { ViewColumn } from 'vscode';
import { parseSavedComparison, type ComparisonMode } from '../../contract/comparison';
import { comparisonViewType, runsTableViewType } from '../../contributions';
import type { Disposable } from '../../util/emitter';
import type { Services } from '../services';
import { window, type Panel } from '../sinks/window';
import { Comparison } from './comparison';
import { KnownEpochs } from './knownEpochs';
import { TableViews } from './tableViews';

const viewTypes: Readonly<Record<ComparisonMode, string>> = { comparison: comparisonViewType, table: runsTableViewType };

/** The panels of several runs, at most one of each kind: the comparison of those that are checked, and all as a table. They come back after a reload. */
export class Comparisons implements Disposable {
  private readonly open = new Map<ComparisonMode, Comparison>();
  private readonly known = new KnownEpochs();
  private readonly views: TableViews;

  constructor(private readonly services: Services) {
    const { context, log, ready, disposables } = services;
    this.views = new TableViews(context.workspaceState, log);
    for (const mode of ['comparison', 'table'] as const)
      disposables.add(
        window.registerWebviewPanelSerializer(viewTypes[mode], {
          deserializeWebviewPanel: async (panel, state) => {
            const view = parseSavedComparison(state);
            await ready;
            if (this.open.has(mode)) panel.dispose();
            else this.add(panel, mode, view?.runIds ?? []);
          },
        }),
      );
  }

  /** Compares the runs that are checked. */
  compare(): void {
    const { ids } = this.services.checked;
    const shown = this.open.get('comparison');
    if (!shown) return this.create('comparison', ids);
    shown.setMembers(ids);
    shown.reveal();
  }

  /** All runs. */
  showTable(): void {
    const shown = this.open.get('table');
    if (shown) shown.reveal();
    else this.create('table', []);
  }

  dispose(): void {
    // The panels stay: the next start of the extension finds them.
    for (const comparison of this.open.values()) comparison.dispose();
    this.open.clear();
    this.views.dispose();
  }

  private create(mode: ComparisonMode, members: readonly string[]): void {
    const place = { viewColumn: ViewColumn.Active, preserveFocus: false };
    this.add(window.createWebviewPanel(viewTypes[mode], 'Runs', place, { enableScripts: true }), mode, members);
  }

  private add(panel: Panel, mode: ComparisonMode, members: readonly string[]): void {
    const { services, known, views } = this;
    const comparison: Comparison = new Comparison(panel, {
      services,
      mode,
      members,
      known,
      views,
      onClosed: () => {
        comparison.dispose();
        if (this.open.get(mode) !== comparison) return;
        this.open.delete(mode);
        // Of what no panel shows nothing is kept.
        if (mode === 'comparison') known.keepOnly(new Set());
      },
    });
    this.open.set(mode, comparison);
  }
}
