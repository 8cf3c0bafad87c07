import path from 'node:path';
import { Uri, workspace } from 'vscode';
import { clusterPlanOfComparison, clusterPlanOfSweep, type ClusterPlan } from '../../cluster/clusterPlan';
import type { PlanArgument } from '../../contributions';
import { planIn } from '../../designs/readPlan';
import { comparisonTitle } from '../../experiment/effects/effectInWords';
import type { FindRun } from '../../experiment/effects/pairs';
import { sweepTitle } from '../../experiment/sweeps/shownSweep';
import { isInside } from '../../util/isInside';
import type { Effects } from '../effect/effects';
import type { KnownComparison } from '../effect/knownComparisons';
import { pick } from '../sinks/quickInput';
import { window } from '../sinks/window';
import type { KnownSweep } from '../sweeps/knownSweeps';
import type { Sweeps } from '../sweeps/sweeps';

/** A kept plan of this workspace whose runs can be tasks. */
export interface SubmittablePlan {
  readonly title: string;
  /** Made when it is asked for: of thousands of runs that takes a while. */
  readonly plan: () => ClusterPlan;
  readonly find: FindRun;
  /** Shows what has come of it. */
  readonly show: () => void;
}

export interface ClusterDesignsOptions {
  readonly sweeps: Pick<Sweeps, 'known' | 'runner'>;
  readonly effects: Pick<Effects, 'comparisons' | 'show'>;
  readonly showSweep: (sweep: KnownSweep) => void;
  /** Threads of the runs of a plan that does not say, and is begun at Slurm. */
  readonly threads: () => Promise<number>;
}

const PLAN_FILE = '.digits.json';

/** The sweeps and comparisons of this workspace as plans for a cluster. */
export class ClusterDesigns {
  constructor(private readonly options: ClusterDesignsOptions) {}

  /** What a plan is called elsewhere; its design where it is not known any more. */
  readonly titleOf = (plan: Pick<ClusterPlan, 'folder' | 'design'>): string => this.inFolder(plan.folder)?.title ?? plan.design;

  /** The plan in a folder of its own; undefined if there is none. */
  inFolder(folder: string): SubmittablePlan | undefined {
    return this.kept(one => one.folder === folder);
  }

  /**
   * The plan that a command is about; one that was never begun is begun, and kept beside the runs. Without an argument: that of the active
   * editor, or the one that a person chooses.
   * @returns undefined if none was chosen
   * @throws {Error} if there is none
   */
  async meant(argument: PlanArgument | undefined): Promise<SubmittablePlan | undefined> {
    const { sweeps, effects } = this.options;
    await Promise.all([sweeps.known.refresh(), effects.comparisons.refresh()]);
    const active = window.activeDocument?.uri;
    const given = argument ?? (active?.fsPath.endsWith(PLAN_FILE) ? active : undefined);
    if (given === undefined) return this.chosen();
    if (typeof given === 'object' && 'comparisonId' in given) return this.withId(given.comparisonId);
    if (typeof given !== 'string') return this.ofFile(given.fsPath);
    return /^[a-z-]+:/.test(given) ? this.ofFile(Uri.parse(given).fsPath) : this.withId(given);
  }

  private withId(id: string): SubmittablePlan {
    const found = this.kept(one => one.id === id);
    if (!found) throw new Error(`There is no sweep or comparison ${id}.`);
    return found;
  }

  private async ofFile(file: string): Promise<SubmittablePlan> {
    if (!file.endsWith(PLAN_FILE)) return this.beside(file);
    const document = await workspace.openTextDocument(Uri.file(file));
    // What is kept of the sweep is what the file says.
    if (document.isDirty) await document.save();
    const { sweeps, threads } = this.options;
    return this.ofSweep(await sweeps.runner.begun(planIn(document.getText(), file), file, await threads()));
  }

  /** The kept plan in whose folder a file lies: its batch script. */
  private beside(file: string): SubmittablePlan {
    const found = this.kept(({ folder }) => isInside(file, folder));
    if (!found) throw new Error(`${file}: expected the file of a plan, NAME${PLAN_FILE}, or one in the folder of a sweep or a comparison.`);
    return found;
  }

  private async chosen(): Promise<SubmittablePlan | undefined> {
    const { sweeps, effects } = this.options;
    const kept = [
      ...sweeps.known.all.map(one => ({ id: one.id, plan: this.ofSweep(one), what: 'sweep' })),
      ...effects.comparisons.all.map(one => ({ id: one.id, plan: this.ofComparison(one), what: 'comparison' })),
    ].toSorted((a, b) => (a.id > b.id ? -1 : 1));
    const files = await workspace.findFiles('**/*.digits.json', '**/node_modules/**', 1_000);
    const items = [
      ...files.map(uri => ({
        label: path.basename(uri.fsPath),
        description: workspace.asRelativePath(path.dirname(uri.fsPath)),
        get: (): SubmittablePlan | Promise<SubmittablePlan> => this.ofFile(uri.fsPath),
      })),
      ...kept.map(({ id, plan, what }) => ({ label: plan.title, description: `${what} ${id}`, get: () => plan })),
    ];
    if (items.length === 0) throw new Error('There is no plan here: New Sweep and What Does One Parameter Do? make one.');
    const picked = await pick({ title: 'Submit to Slurm', placeholder: 'Which plan?', items });
    return picked.how === 'accepted' ? picked.item.get() : undefined;
  }

  private kept(isMeant: (one: Pick<KnownSweep, 'id' | 'folder'>) => boolean): SubmittablePlan | undefined {
    const { sweeps, effects } = this.options;
    const sweep = sweeps.known.all.find(isMeant);
    if (sweep) return this.ofSweep(sweep);
    const comparison = effects.comparisons.all.find(isMeant);
    return comparison && this.ofComparison(comparison);
  }

  private ofSweep(sweep: KnownSweep): SubmittablePlan {
    const { sweeps, showSweep } = this.options;
    return {
      title: sweepTitle(sweep.plan.plan),
      plan: () => clusterPlanOfSweep(sweep, sweep.runsFolder),
      find: sweeps.known.findRun,
      show: () => showSweep(sweep),
    };
  }

  private ofComparison(comparison: KnownComparison): SubmittablePlan {
    const { effects } = this.options;
    return {
      title: comparisonTitle(comparison.plan),
      plan: () => clusterPlanOfComparison(comparison, comparison.runsFolder),
      find: effects.comparisons.findRun,
      show: () => effects.show(comparison.id),
    };
  }
}
