import type { Disposable } from 'vscode';
import { describeNetwork } from '../contract/network';
import { parseParameters } from '../contract/parseParameters';
import { isComplete, parameterTable, type Parameters } from '../contract/parameters';
import { draftOf, type RunDraft } from '../contract/runDraft';
import type { TrainArgument, TrainOptions } from '../contributions';
import { tagsInUse } from '../experiment/tagsInUse';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import type { NewRun } from '../runs/scheduler';
import type { Dashboards } from './dashboard/dashboards';
import { DraftStore } from './form/draftStore';
import type { FormFacts } from './form/formFacts';
import { titleOf } from './form/formRows';
import { inOwnWords, newRunOf } from './form/newRunOf';
import { PresetStore } from './form/presetStore';
import { showRerunForm, showTrainForm } from './form/trainForm';
import type { Services } from './services';
import { setting } from './settings';
import { pick } from './sinks/quickInput';
import { thisMachine } from './thisMachine';
import { checkMayTrain } from './mayTrain';

/** Starts runs: from the form, or from a command's argument. */
export class Training implements Disposable {
  private readonly presets: PresetStore;
  private readonly drafts: DraftStore;
  /** Dashboards to be opened when their run starts. */
  private readonly toBeOpened = new Set<string>();
  private readonly listening: Disposable;

  constructor(
    private readonly services: Services,
    private readonly dashboards: Dashboards,
  ) {
    const { context, lab } = services;
    this.presets = new PresetStore(context.globalState, context.workspaceState);
    this.drafts = new DraftStore(context.workspaceState);
    this.listening = lab.onEvents(({ id, events }) => {
      if (events.some(({ type }) => type === 'runStarted') && this.toBeOpened.delete(id)) dashboards.showUnlessInTheWay(id, 'live');
    });
  }

  /**
   * The command Train digits CNN.
   * @returns the run's id; undefined if the form was dismissed
   * @throws {Error} for an argument that cannot be used
   */
  async train(argument: TrainArgument | undefined): Promise<string | undefined> {
    checkMayTrain();
    if (argument !== undefined) {
      const { parameters, parent, open, ...words } = optionsOf(argument);
      const checked = parseParameters(parameters);
      if (checked.dataset === 'mnist') describeNetwork(checked);
      return this.start({ parameters: checked, ...inOwnWords(words), ...(parent !== undefined && { parent }) }, open);
    }
    return this.fillIn(() => showTrainForm(this.facts()));
  }

  /** Asks for the one parameter to change in a run, then shows the form. */
  async rerun(parent: string, from: Parameters): Promise<string | undefined> {
    checkMayTrain();
    const facts = this.facts();
    const draft = draftOf(from, parent);
    const picked = await pick({
      title: titleOf(draft, facts),
      placeholder: 'Which parameter is to change?',
      items: parameterTable.map(({ name, help }) => ({ label: name, description: String(from[name]), detail: help })),
    });
    if (picked.how !== 'accepted') return undefined;
    const { label } = picked.item;
    return this.fillIn(() => showRerunForm(facts, draft, label));
  }

  /** Starts a run, or lets it wait for its turn. */
  async start(run: NewRun, open = setting('digitsLab.openDashboard')): Promise<string> {
    checkMayTrain();
    const id = await this.services.lab.train(run);
    if (open && this.services.lab.find(id)) this.dashboards.show(id, 'live');
    else if (open) this.toBeOpened.add(id);
    return id;
  }

  dispose(): void {
    this.listening.dispose();
  }

  /** While the form is filled in the trainer is started: what takes a moment is done before it is waited for. */
  private async fillIn(show: () => Promise<RunDraft | undefined>): Promise<string | undefined> {
    const ahead = this.services.lab.expectRun();
    try {
      return await this.startFilledIn(await show());
    } finally {
      ahead.dispose();
    }
  }

  private async startFilledIn(draft: RunDraft | undefined): Promise<string | undefined> {
    if (!draft) return undefined;
    try {
      return await this.startDraft(draft);
    } catch (error) {
      // It can be mended where it was filled in.
      await this.drafts.set(draft);
      throw error;
    }
  }

  private async startDraft(draft: RunDraft): Promise<string> {
    const { parameters, parent } = draft;
    const from = parent === null ? undefined : this.services.lab.find(parent);
    // A folder that a run names was chosen by the maker of that run, which may be gone since.
    if (parent !== null && (!from || from.parameters.dataset === parameters.dataset)) checkOnThisComputer(parameters);
    // The run does not wait until that is kept.
    const [id] = await Promise.all([this.start(newRunOf(from ? draft : { ...draft, parent: null })), this.presets.setLast(parameters)]);
    return id;
  }

  private facts(): FormFacts {
    const { lab, names } = this.services;
    return {
      presets: this.presets,
      drafts: this.drafts,
      machine: thisMachine(lab.runs),
      tags: tagsInUse([...lab.runs, ...lab.queued]),
      findParent: id => {
        const run = lab.find(id);
        if (!run || !isComplete(run.parameters)) return undefined;
        return { label: names.shortOf(id), parameters: run.parameters };
      },
    };
  }
}

function optionsOf(argument: TrainArgument): TrainOptions {
  if (typeof argument !== 'object') throw new TypeError('digitsLab.train: expected an object of parameters.');
  return 'parameters' in argument ? argument : { parameters: argument };
}
