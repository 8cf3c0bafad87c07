import path from 'node:path';
import { RelativePattern, workspace } from 'vscode';
import { keepSweepReport } from '../../designs/keepSweepReport';
import { sweepStore } from '../../designs/sweepStore';
import type { Sweep } from '../../contract/sweeps';
import { sweptRuns } from '../../experiment/sweeps/sweptRuns';
import { sweepResults, type SweepResults } from '../../experiment/sweeps/sweepResults';
import type { Disposables } from '../../util/disposables';
import { Emitter, type Disposable } from '../../util/emitter';
import { messageOf } from '../../util/messageOf';
import type { Services } from '../services';
import { registerCodeLenses } from '../sinks/codeLenses';
import { knownSweeps, type KnownSweep, type KnownSweeps } from './knownSweeps';
import { lensesOfPlan } from './planLenses';
import { SweepRunner } from './sweepRunner';

/** The files of plans. */
export const PLANS = '**/*.digits.json';

/** The sweeps of this workspace, their plans as files, and their reports. */
export class Sweeps implements Disposable {
  readonly known: KnownSweeps;
  readonly runner: SweepRunner;
  private readonly changes = new Emitter<void>();
  /** A sweep, or what has come of one, may be different. */
  readonly onChanged = this.changes.event;
  private readonly made = new Map<string, { readonly of: string; readonly sweep: Sweep; readonly results: SweepResults }>();
  private readonly listening: readonly Disposable[];

  constructor(private readonly services: Services) {
    const { lab, cluster, log, ready, disposables } = services;
    this.known = knownSweeps({ lab, log: line => log.warn(line) });
    this.runner = new SweepRunner(services, this.known);
    const { known, runner, changes } = this;
    const refresh = (): void => void known.refresh();
    void ready.then(refresh);
    this.listening = [
      known.onChanged(() => changes.fire()),
      lab.onChanged(() => changes.fire()),
      cluster.onChanged(() => changes.fire()),
      lab.onEnded(({ id }) => void this.keepReports(id)),
    ];
    disposables.add(workspace.onDidGrantWorkspaceTrust(() => changes.fire()));
    disposables.add(workspace.onDidChangeConfiguration(change => change.affectsConfiguration('digitsLab') && changes.fire()));
    disposables.add(
      registerCodeLenses(
        PLANS,
        async document => {
          // How long runs take is told by those that there are.
          await ready;
          return lensesOfPlan(
            { sweeps: known, runsFolders: lab.runsFolders, runner, isUnderWay: this.underWay(), hasSlurm: cluster.mayBeThere },
            document,
          );
        },
        changes.event,
      ),
    );
    for (const folder of lab.runsFolders) watch(sweepStore(folder).folder, disposables, refresh);
  }

  /** What tells of runs whether they wait for their turn, here or at Slurm, or are trained now. */
  underWay(): (runId: string) => boolean {
    const { lab, cluster } = this.services;
    const waiting = new Set(lab.queued.map(({ id }) => id));
    return id => waiting.has(id) || lab.find(id)?.live !== undefined || cluster.isUnderWay(id);
  }

  /** What came of a sweep so far; computed anew only when something came of one of its runs. */
  resultsOf({ id, plan: sweep }: KnownSweep): SweepResults {
    const { findRun } = this.known;
    const of = sweptRuns(sweep, findRun)
      .map(({ state, value }) => `${state} ${value}`)
      .join();
    const before = this.made.get(id);
    if (before?.of === of && before.sweep === sweep) return before.results;
    const results = sweepResults(sweep, findRun);
    this.made.set(id, { of, sweep, results });
    return results;
  }

  /** Writes the report of a sweep as it is now. @returns its file */
  keepReport(sweep: KnownSweep): Promise<string> {
    return keepSweepReport(this.resultsOf(sweep), sweep.runsFolder);
  }

  dispose(): void {
    for (const one of [...this.listening, this.known, this.changes]) one.dispose();
  }

  /** Of the sweeps whose last run this was. */
  private async keepReports(runId: string): Promise<void> {
    for (const one of this.known.all.filter(({ plan }) => plan.runs.some(({ id }) => id === runId)))
      try {
        if (this.resultsOf(one).ranking.counts.waiting === 0) await this.keepReport(one);
      } catch (error) {
        this.services.log.error(messageOf(error));
      }
  }
}

function watch(folder: string, disposables: Disposables, onChange: () => void): void {
  const pattern = new RelativePattern(path.dirname(folder), `${path.basename(folder)}/*/sweep.json`);
  const watcher = disposables.add(workspace.createFileSystemWatcher(pattern));
  for (const onDid of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) disposables.add(onDid(onChange));
}
