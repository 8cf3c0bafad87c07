import type { SweepPlan } from '../../contract/sweeps';
import { plannedSweepRuns } from '../../experiment/sweeps/plannedSweepRuns';
import { checkOnThisComputer } from '../../runFolder/networkFolder';
import { conditionsHere } from '../../runs/designs/conditionsHere';
import { beginSweep } from '../../runs/designs/sweepFor';
import { sweepRuns } from '../../runs/designs/sweepRuns';
import { engineChosen } from '../../contract/engines';
import type { Services } from '../services';
import { setting } from '../settings';
import { thisMachine, usualThreads } from '../thisMachine';
import { runsFolderOfPlan, sweepOfPlan, type KnownSweep, type KnownSweeps } from './knownSweeps';
import type { OnMachine } from './planOutlook';

/** Has the runs of plans trained. */
export class SweepRunner {
  constructor(
    private readonly services: Services,
    private readonly sweeps: KnownSweeps,
  ) {}

  /**
   * Begins the sweep of a plan, or goes on with the one that was begun of an equal plan: what is missing of it waits for its turn.
   * @param planFile where the plan lies, or will lie
   * @throws {PlanError} for a plan that cannot be run
   */
  async run(plan: SweepPlan, planFile: string): Promise<KnownSweep> {
    const sweep = await this.begun(plan, planFile, usualThreads());
    await this.goOn(sweep);
    return sweep;
  }

  /**
   * The sweep that was begun of an equal plan; else it begins one, of which nothing waits yet.
   * @param planFile where the plan lies
   * @param threads of its runs, where the plan does not say
   * @throws {PlanError} for a plan that cannot be run
   */
  async begun(plan: SweepPlan, planFile: string, threads: number): Promise<KnownSweep> {
    const runsFolder = runsFolderOfPlan(planFile, this.services.lab.runsFolders);
    await this.sweeps.refresh();
    return sweepOfPlan(this.sweeps, plan, runsFolder) ?? (await this.begin(plan, runsFolder, threads));
  }

  /** Has what is missing of a sweep wait for its turn; what Slurm has of it comes from there. */
  async goOn({ plan: sweep, runsFolder }: KnownSweep): Promise<void> {
    const { cluster } = this.services;
    await cluster.looked;
    const runs = sweepRuns(sweep).flatMap(run => (cluster.isUnderWay(run.id) ? [] : [{ ...run, runsFolder }]));
    // The file may be a stranger's.
    for (const { parameters } of runs) checkOnThisComputer(parameters);
    await this.services.lab.trainAll(runs);
  }

  /** The machine with the threads that each run of a plan has, and how many are trained at a time. */
  onMachine({ threads, engine }: Pick<SweepPlan, 'threads' | 'engine'>): OnMachine {
    const machine = thisMachine(this.services.lab.runs);
    const concurrent = setting('digitsLab.maxConcurrentRuns');
    return { machine: { ...machine, ...(threads !== undefined && { threads }), engine: engine ?? machine.engine }, concurrent };
  }

  private async begin(plan: SweepPlan, runsFolder: string, threads: number): Promise<KnownSweep> {
    const { inspector, lab } = this.services;
    // A plan that cannot be run is told before an engine is looked for.
    plannedSweepRuns(plan);
    const engine = plan.engine ?? engineChosen(setting('digitsLab.engine'));
    const conditions = await conditionsHere(inspector, { engine, threads: plan.threads ?? threads });
    const existing = lab.runs.flatMap(({ id }) => this.sweeps.findRun(id) ?? []);
    const { id } = await beginSweep(plan, { conditions, existing }, runsFolder);
    await this.sweeps.refresh();
    return this.sweeps.find(id)!;
  }
}
