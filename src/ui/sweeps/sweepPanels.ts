import { commands, Uri, ViewColumn, workspace } from 'vscode';
import { parseSavedSweep, type ShownSweep } from '../../contract/sweepPage';
import { sweepViewType, type CommandId } from '../../contributions';
import { estimateOfRunsInWords } from '../../experiment/estimateRuns';
import { shownSweep } from '../../experiment/sweeps/shownSweep';
import { sweptRuns } from '../../experiment/sweeps/sweptRuns';
import type { Disposable } from '../../util/emitter';
import { showMessage } from '../panels/panelPage';
import type { Services } from '../services';
import { window, type Panel } from '../sinks/window';
import type { KnownSweep } from './knownSweeps';
import { sweepOutlook } from './planOutlook';
import { SweepPanel } from './sweepPanel';
import type { Sweeps } from './sweeps';
import { RESTRICTED } from '../mayTrain';

/** The panels of sweeps, one for each. They come back after a reload. */
export class SweepPanels implements Disposable {
  private readonly open = new Map<string, SweepPanel>();

  constructor(
    private readonly services: Services,
    private readonly sweeps: Sweeps,
  ) {
    services.disposables.add(
      window.registerWebviewPanelSerializer(sweepViewType, {
        deserializeWebviewPanel: async (panel, state) => {
          const view = parseSavedSweep(state);
          await services.ready;
          await sweeps.known.refresh();
          const sweep = view && sweeps.known.find(view.sweepId);
          if (view && this.open.has(view.sweepId)) panel.dispose();
          else if (sweep) this.add(panel, sweep);
          else showMessage(panel, '<p>This sweep is not there any more.</p>');
        },
      }),
    );
  }

  show(sweep: KnownSweep): void {
    const shown = this.open.get(sweep.id);
    if (shown) return shown.reveal();
    const place = { viewColumn: ViewColumn.Active, preserveFocus: false };
    this.add(window.createWebviewPanel(sweepViewType, 'Sweep', place, { enableScripts: true }), sweep);
  }

  dispose(): void {
    // The panels stay: the next start of the extension finds them.
    for (const panel of this.open.values()) panel.dispose();
    this.open.clear();
  }

  private add(panel: Panel, { id, folder }: KnownSweep): void {
    const { services, sweeps } = this;
    const find = (): KnownSweep | undefined => sweeps.known.find(id);
    const meant = (): KnownSweep => {
      const found = find();
      if (!found) throw new Error('This sweep is not there any more.');
      return found;
    };
    const one: SweepPanel = new SweepPanel(panel, {
      services,
      folder,
      shown: () => {
        const found = find();
        return found && this.shownOf(found);
      },
      onChanged: sweeps.onChanged,
      openReport: async () => commands.executeCommand('markdown.showPreview', Uri.file(await sweeps.keepReport(meant()))),
      queueMissing: () => {
        if (!workspace.isTrusted) throw new Error(RESTRICTED);
        return sweeps.runner.goOn(meant());
      },
      submitMissing: () => {
        const submit: CommandId = 'digitsLab.slurm.submit';
        return commands.executeCommand(submit, id);
      },
      onClosed: () => {
        one.dispose();
        if (this.open.get(id) === one) this.open.delete(id);
      },
    });
    this.open.set(id, one);
  }

  private shownOf(known: KnownSweep): ShownSweep {
    const { lab, cluster } = this.services;
    const { findRun } = this.sweeps.known;
    // What waits for its turn, or is at work, is not missing.
    const isUnderWay = this.sweeps.underWay();
    const left = sweptRuns(known.plan, findRun).filter(({ id, state }) => (state === 'waiting' || state === 'failed') && !isUnderWay(id));
    const { estimate } = sweepOutlook({ ...known.plan, runs: left }, findRun, this.sweeps.runner.onMachine(known.plan));
    return shownSweep(this.sweeps.resultsOf(known), {
      missing: left.length === 0 ? null : { runs: left.length, words: estimateOfRunsInWords(estimate) },
      maySubmit: cluster.mayBeThere,
      whyFixed: workspace.isTrusted ? '' : RESTRICTED,
      atSlurm: cluster.inWords(known.plan.runs.map(({ id }) => id)),
      isThere: id => lab.find(id) !== undefined,
    });
  }
}
