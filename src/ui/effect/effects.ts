import { ViewColumn, workspace } from 'vscode';
import { parseSavedEffect, type ShownEffect } from '../../contract/effectPage';
import { effectViewType } from '../../contributions';
import type { ComparisonResult } from '../../experiment/effects/comparisonResult';
import { messageOf } from '../../util/messageOf';
import { Emitter, type Disposable } from '../../util/emitter';
import { KnownEpochs } from '../comparison/knownEpochs';
import type { Services } from '../services';
import { window, type Panel } from '../sinks/window';
import { thisMachine } from '../thisMachine';
import { RESTRICTED } from '../mayTrain';
import { showMessage } from '../panels/panelPage';
import { ComparisonResults } from './comparisonResults';
import { EffectActions } from './effectActions';
import { EffectPanel } from './effectPanel';
import { answerEffect } from './effectRequests';
import { knownComparisons, type KnownComparison, type KnownComparisons } from './knownComparisons';
import { ReportKeeper } from './reportKeeper';
import { shownEffect } from './shown/shownEffect';
import type { RunFacts } from './shown/shownRuns';

/** The comparisons of this workspace: what has come of them, and their panels, which come back after a reload. */
export class Effects {
  readonly comparisons: KnownComparisons;
  readonly results: ComparisonResults;
  readonly actions: EffectActions;
  private readonly open = new Map<string, EffectPanel>();
  private readonly known = new KnownEpochs();
  private readonly changes = new Emitter<void>();
  private readonly reports: ReportKeeper;
  private readonly listening: readonly Disposable[];

  /** A comparison, or what has come of one, may be different; runs are told by the lab. */
  readonly onChanged = this.changes.event;

  constructor(private readonly services: Services) {
    const { lab, cluster, log, inspector, ready, disposables } = services;
    const warn = (line: string): void => log.warn(line);
    const comparisons = knownComparisons({ lab, log: warn });
    this.comparisons = comparisons;
    this.results = new ComparisonResults({ comparisons, inspector, log: warn });
    this.actions = new EffectActions({ services, comparisons, results: this.results });
    this.reports = new ReportKeeper({ lab, comparisons, results: this.results, log: warn });
    this.listening = [
      comparisons.onChanged(() => this.changes.fire()),
      cluster.onChanged(() => this.changes.fire()),
      this.results.onNoise(() => this.changes.fire()),
    ];
    comparisons.refresh().catch((error: unknown) => warn(messageOf(error)));
    disposables.add(
      window.registerWebviewPanelSerializer(effectViewType, {
        deserializeWebviewPanel: async (panel, state) => {
          const view = parseSavedEffect(state);
          await Promise.all([ready, comparisons.refresh()]);
          if (!view || this.open.has(view.comparisonId)) panel.dispose();
          else if (comparisons.find(view.comparisonId)) this.add(panel, view.comparisonId);
          else showMessage(panel, '<p>This comparison is not there any more.</p>');
        },
      }),
    );
  }

  /** Shows the panel of a comparison. */
  show(id: string): void {
    const shown = this.open.get(id);
    if (shown) return shown.reveal();
    const place = { viewColumn: ViewColumn.Active, preserveFocus: false };
    this.add(window.createWebviewPanel(effectViewType, 'Comparison', place, { enableScripts: true }), id);
  }

  /** A file watcher has seen that a file is different. */
  noticeChange(file: string): void {
    this.comparisons.noticeChange(file);
  }

  async dispose(): Promise<void> {
    // The panels stay: the next start of the extension finds them.
    for (const panel of this.open.values()) panel.dispose();
    this.open.clear();
    for (const one of [...this.listening, this.comparisons, this.results, this.changes]) one.dispose();
    await this.reports.dispose();
  }

  /** What the page of a comparison shows; undefined if it is gone. */
  shownOf(id: string): ShownEffect | undefined {
    const comparison = this.comparisons.find(id);
    if (!comparison) return undefined;
    const { lab, cluster } = this.services;
    const result = this.results.resultOf(comparison);
    void this.results.lookAtImages(comparison);
    return shownEffect(result, {
      find: this.comparisons.findRun,
      factsOf: run => this.factsOf(run),
      machine: thisMachine(lab.runs),
      maySubmit: cluster.mayBeThere,
      atSlurm: cluster.inWords(comparison.plan.runs.map(run => run.id)),
      whyFixed: whyFixed(comparison),
    });
  }

  /** What has come of a comparison so far. */
  resultOf(comparison: KnownComparison): ComparisonResult {
    return this.results.resultOf(comparison);
  }

  private factsOf(id: string): RunFacts {
    const { lab, cluster, names } = this.services;
    const isQueued = lab.queued.some(queued => queued.id === id);
    const run = lab.find(id);
    const waits = isQueued || cluster.waitsFor(id);
    return { label: run || isQueued ? names.fullOf(id) : id, status: waits ? 'queued' : (run?.status ?? 'missing') };
  }

  private add(panel: Panel, id: string): void {
    const { services, known } = this;
    const effect: EffectPanel = new EffectPanel(panel, {
      services,
      comparisonId: id,
      find: () => this.comparisons.find(id),
      shown: () => this.shownOf(id),
      onChanged: this.onChanged,
      known,
      answer: request => answerEffect({ services, actions: this.actions }, id, request),
      onClosed: () => {
        effect.dispose();
        if (this.open.get(id) === effect) this.open.delete(id);
        this.forgetRuns();
      },
    });
    this.open.set(id, effect);
  }

  /** Of what no panel shows nothing is kept. */
  private forgetRuns(): void {
    const shown = [...this.open.keys()].flatMap(id => this.comparisons.find(id)?.plan.runs ?? []);
    this.known.keepOnly(new Set(shown.flatMap(({ id }) => this.services.lab.find(id)?.folder ?? [])));
  }
}

function whyFixed({ plan }: KnownComparison): string {
  if (!workspace.isTrusted) return RESTRICTED;
  return plan.runs.length === 0 ? 'This comparison has no runs.' : '';
}
