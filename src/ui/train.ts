import { workspace, type Disposable } from 'vscode';
import { describeNetwork } from '../contract/network';
import { parseParameters } from '../contract/parseParameters';
import type { ParameterName, Parameters } from '../contract/parameters';
import { parameterTable } from '../contract/parameters';
import type { TrainArgument, TrainOptions } from '../contributions';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import type { NewRun } from '../runs/scheduler';
import type { Dashboards } from './dashboards';
import { measuredSpeeds } from './form/formModel';
import { PresetStore } from './form/presetStore';
import { showTrainForm } from './form/trainForm';
import type { Services } from './services';
import { setting } from './settings';
import { pick } from './sinks/quickInput';

/** Starts runs: from the form, or from a command's argument. */
export class Training implements Disposable {
  private readonly presets: PresetStore;
  /** Dashboards to be opened when their run starts. */
  private readonly toBeOpened = new Set<string>();
  private readonly listening: Disposable;

  constructor(
    private readonly services: Services,
    private readonly dashboards: Dashboards,
  ) {
    const { context, lab } = services;
    this.presets = new PresetStore(context.globalState, context.workspaceState);
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
    this.checkAllowed();
    if (argument !== undefined) {
      const { parameters, name, tags, parent, open } = optionsOf(argument);
      const checked = parseParameters(parameters);
      if (checked.dataset === 'mnist') describeNetwork(checked);
      const labels = { ...(name !== undefined && { name }), ...(tags && { tags }) };
      return this.start({ parameters: checked, labels, ...(parent !== undefined && { parent }) }, open);
    }
    const parameters = await this.askFor();
    return parameters && this.start({ parameters });
  }

  /** Asks for the one parameter to change in a run, then shows the form. */
  async rerun(parent: string, from: Parameters): Promise<string | undefined> {
    this.checkAllowed();
    const picked = await pick({
      title: 'Rerun with One Change',
      placeholder: 'Which parameter?',
      items: parameterTable.map(({ name, help }) => ({ label: name, description: String(from[name]), detail: help })),
    });
    if (picked.how !== 'accepted') return undefined;
    const parameters = await this.askFor(from, picked.item.label);
    if (!parameters) return undefined;
    if (parameters.dataset === from.dataset) checkOnThisComputer(from);
    return this.start({ parameters, parent });
  }

  /** Starts a run, or lets it wait for its turn. */
  async start(run: NewRun, open = setting('digitsLab.openDashboard')): Promise<string> {
    this.checkAllowed();
    const id = await this.services.lab.train(run);
    if (open && this.services.lab.find(id)) this.dashboards.show(id, 'live');
    else if (open) this.toBeOpened.add(id);
    return id;
  }

  dispose(): void {
    this.listening.dispose();
  }

  private async askFor(initial?: Parameters, first?: ParameterName): Promise<Parameters | undefined> {
    const { presets } = this;
    const parameters = await showTrainForm({ presets, speeds: measuredSpeeds(this.services.lab.runs), initial, first });
    if (parameters) await presets.setLast(parameters);
    return parameters;
  }

  private checkAllowed(): void {
    if (!workspace.isTrusted) throw new Error('Nothing is trained in Restricted Mode: trust the workspace first.');
    if (!workspace.workspaceFolders?.some(({ uri }) => uri.scheme === 'file'))
      throw new Error('Runs are kept in the folder that is open: open one first.');
  }
}

function optionsOf(argument: TrainArgument): TrainOptions {
  if (typeof argument !== 'object') throw new TypeError('digitsLab.train: expected an object of parameters.');
  return 'parameters' in argument ? argument : { parameters: argument };
}
