import path from 'node:path';
import { defaultParameters, type Parameters } from '../../contract/parameters';
import { newRunIds } from '../../contract/runId';
import type { ComparedRun } from '../../experiment/effects/comparedRun';
import type { Conditions } from '../../experiment/effects/conditions';
import { planComparison, type Question } from '../../experiment/effects/planning';
import { comparisonOfRuns, factorsAmong, noFactorInWords } from '../../experiment/effects/ofRuns';
import type { Machine } from '../../experiment/estimate';
import { conditionsHere } from '../../runs/designs/conditionsHere';
import { ownAuthor } from '../../runs/designs/ownAuthor';
import { trainableParameters, type LabRun } from '../../runs/labRun';
import { sameConditions } from '../../runs/reproduction';
import { checkOnThisComputer } from '../../runFolder/networkFolder';
import { viewIds } from '../../contributions';
import { chooseRun } from '../chooseRun';
import type { SlurmParts } from '../cluster/slurmParts';
import { slurmThreads } from '../cluster/slurmSettings';
import { PresetStore } from '../form/presetStore';
import type { Services } from '../services';
import { setting } from '../settings';
import { pick } from '../sinks/quickInput';
import { window } from '../sinks/window';
import { thisMachine } from '../thisMachine';
import type { Effects } from './effects';
import { draftFor, hypothesisOf, type EffectDraft } from './form/effectDraft';
import { showEffectForm } from './form/effectForm';
import { withMissingRuns } from './withMissingRuns';
import { checkMayTrain } from '../mayTrain';

/** The command What Does One Parameter Do? */
export class AskEffect {
  private readonly presets: PresetStore;
  /** What was filled in and not started, in this window: it is filled in again. */
  private left: { readonly askedOf: string | undefined; readonly draft: EffectDraft } | undefined;

  constructor(
    private readonly services: Services,
    private readonly effects: Effects,
    private readonly slurm: Pick<SlurmParts, 'designs' | 'submitting'>,
  ) {
    const { context } = services;
    this.presets = new PresetStore(context.globalState, context.workspaceState);
  }

  /**
   * Of several runs: what they tell of the one parameter in which they differ. Of one, or none: asks what is to change, plans it, queues its runs
   * and opens its page.
   * @returns the comparison's id; undefined if the form was dismissed
   */
  async ask(runs: readonly LabRun[]): Promise<string | undefined> {
    checkMayTrain();
    return runs.length > 1 ? this.compareExisting(runs) : this.fillIn(runs[0]);
  }

  private async compareExisting(runs: readonly LabRun[]): Promise<string | undefined> {
    const { comparisons, actions } = this.effects;
    // The oldest has the level that the others are compared with.
    const chosen = runs.toSorted((a, b) => (a.id < b.id ? -1 : 1)).flatMap(({ id }) => comparisons.findRun(id) ?? []);
    const factors = factorsAmong(chosen);
    const [only] = factors;
    if (only === undefined) throw new Error(noFactorInWords(chosen));
    const factor = factors.length === 1 ? only : await this.chooseFactor(factors);
    if (factor === undefined) return undefined;
    const runsFolder = this.folderOf(runs);
    const ids = (count: number): string[] => newRunIds(new Date(), count);
    const author = await ownAuthor(runsFolder);
    const plan = comparisonOfRuns({ runs: chosen, factor, hypothesis: null, author, now: new Date(), id: ids(1)[0]! });
    const { id } = await actions.keep(withMissingRuns(plan, ids), runsFolder);
    this.effects.show(id);
    return id;
  }

  private async chooseFactor<F extends string>(factors: readonly F[]): Promise<F | undefined> {
    const picked = await pick({
      title: `The selected runs differ in ${factors.length} parameters`,
      placeholder: 'Which one is the change? What else differs is named, and pairs that differ in it do not count.',
      items: factors.map(name => ({ label: name, name })),
    });
    return picked.how === 'accepted' ? picked.item.name : undefined;
  }

  private async fillIn(run: LabRun | undefined): Promise<string | undefined> {
    const { lab, cluster, names, inspector } = this.services;
    const runsFolder = this.folderOf(run ? [run] : []);
    const usual = run?.config?.kind === 'trained' ? sameConditions(run.config) : undefined;
    const concurrent = (): number => Math.max(1, setting('digitsLab.maxConcurrentRuns'));
    // As the settings are by then: right after a start VS Code may not have read them yet.
    const machineNow = (): Machine => {
      const { engine, threads, speeds } = thisMachine(lab.runs);
      return { speeds, engine: usual?.engine ?? engine, threads: usual?.threads ?? Math.max(1, Math.floor(threads / concurrent())) };
    };
    let conditions: Conditions | undefined;
    const needConditions = async (): Promise<Conditions> => (conditions ??= await conditionsHere(inspector, machineNow()));
    // Those that there are by then: the form may be open for long.
    const existing = (): ComparedRun[] => lab.runs.flatMap(({ id }) => this.effects.comparisons.findRun(id) ?? []);
    const planFor = (draft: EffectDraft, known: Conditions, author: string | null) =>
      planComparison({
        question: questionOf(draft),
        count: draft.count,
        conditions: known,
        existing: existing(),
        reuses: draft.reuses,
        author,
        now: new Date(),
        ids: count => newRunIds(new Date(), count),
      });
    const baseline: Parameters = run ? trainableParameters(run) : (this.presets.last ?? defaultParameters);
    const filled = await showEffectForm(
      {
        machine: machineNow,
        concurrent,
        hasSlurm: cluster.mayBeThere,
        onDismissed: filledIn => (this.left = { askedOf: run?.id, draft: filledIn }),
        labelOf: id => names.shortOf(id),
        reused: filledIn => (conditions ? planFor(filledIn, conditions, null).runs.filter(({ late }) => late).length : 0),
        prepareReuse: async () => void (await needConditions()),
        askForBaseline: async () => {
          const chosen = await chooseRun(lab, undefined, 'Baseline', ({ config }) => config?.kind === 'trained');
          return chosen && { baseline: trainableParameters(chosen), baselineRun: chosen.id };
        },
      },
      this.left?.askedOf === run?.id && this.left ? this.left.draft : draftFor(baseline, run?.id ?? null),
    );
    if (!filled) return undefined;
    const { draft, isForSlurm } = filled;
    this.left = { askedOf: run?.id, draft };
    checkOnThisComputer(draft.baseline);
    // Which engine works here is asked of a process that has to be started first.
    const kept = await window.withProgress({ location: { viewId: viewIds.comparisons } }, async () => {
      const known = isForSlurm
        ? await conditionsHere(inspector, { ...machineNow(), threads: usual?.threads ?? (await slurmThreads()) })
        : await needConditions();
      const plan = planFor(draft, known, await ownAuthor(runsFolder));
      const { id } = await this.effects.actions.keep(plan, runsFolder);
      this.effects.show(id);
      if (!isForSlurm) await this.effects.actions.goOn(id);
      this.left = undefined;
      return id;
    });
    if (isForSlurm) await this.submit(kept);
    return kept;
  }

  /** Asks whether the runs of a comparison are to be submitted to Slurm. */
  private async submit(id: string): Promise<void> {
    const { designs, submitting } = this.slurm;
    const kept = await designs.meant(id);
    if (kept) await submitting.ask(kept);
  }

  /** The folder of runs that all of them lie in; of none, the first. */
  private folderOf(runs: readonly LabRun[]): string {
    const { lab } = this.services;
    const folders = lab.runsFolders.filter(folder => runs.every(run => path.relative(folder, path.dirname(run.folder)) === ''));
    const [found] = folders;
    if (found === undefined) throw new Error('A comparison is kept beside its runs: these lie in several folders.');
    return found;
  }
}

function questionOf(draft: EffectDraft): Question {
  const { factor, levels, baseline, baselineRun } = draft;
  return { factor, levels, baseline, baselineRun, hypothesis: hypothesisOf(draft) };
}
