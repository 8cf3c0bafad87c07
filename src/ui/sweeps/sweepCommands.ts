import path from 'node:path';
import { Uri, workspace } from 'vscode';
import type { CommandArguments, RunArgument } from '../../contributions';
import { defaultParameters } from '../../contract/parameters';
import { planIn } from '../../designs/readPlan';
import { quickLook } from '../../experiment/presets';
import { planOfDraft } from '../../experiment/sweeps/sweepDraft';
import { sweptNames } from '../../experiment/sweeps/plannedSweepRuns';
import { countsInWords } from '../../experiment/sweeps/sweepInWords';
import { trainableParameters } from '../../runs/labRun';
import { isComplete } from '../../contract/parameters';
import { chooseRun } from '../chooseRun';
import { PresetStore } from '../form/presetStore';
import type { Services } from '../services';
import { pick } from '../sinks/quickInput';
import { window } from '../sinks/window';
import type { KnownSweep } from './knownSweeps';
import { showSweepForm, type SweepBase } from './sweepForm';
import type { Sweeps } from './sweeps';
import { PLANS } from './sweeps';
import { writePlan } from './writePlan';

export interface SweepCommandParts {
  readonly services: Services;
  readonly sweeps: Sweeps;
  /** Shows what came of a sweep. */
  readonly show: (sweep: KnownSweep) => unknown;
  /** Asks whether the plan in a file, by its address, is to be submitted to Slurm. */
  readonly submit: (file: string) => Promise<unknown>;
}

type SweepCommand = 'digitsLab.newSweep' | 'digitsLab.runPlan' | 'digitsLab.openSweep';
type SweepHandlers = { readonly [C in SweepCommand]: (argument: CommandArguments[C]) => Promise<unknown> };

/** The commands on sweeps and their plans. */
export function sweepCommands({ services, sweeps, show, submit }: SweepCommandParts): SweepHandlers {
  const { lab, cluster, names, context } = services;
  const presets = new PresetStore(context.globalState, context.workspaceState);

  const baseOf = async (argument: RunArgument | undefined): Promise<SweepBase | undefined> => {
    const run = await chooseRun(lab, argument, 'New Sweep', ({ parameters }) => isComplete(parameters));
    return run && { label: names.shortOf(run.id), parameters: trainableParameters(run) };
  };

  async function newSweep(argument: RunArgument | undefined): Promise<string | undefined> {
    const folder = openFolder();
    const given = argument === undefined ? undefined : await baseOf(argument);
    const { last } = presets;
    const bases = [...(given ? [given] : []), ...(last ? [{ label: 'last run', parameters: last }] : [])];
    const usual = [
      { label: 'defaults', parameters: defaultParameters },
      { label: 'quick look', parameters: quickLook },
    ] as const;
    const [first, ...others] = [...bases, ...usual];
    const filledIn = await showSweepForm({
      bases: [first, ...others],
      anotherBase: () => baseOf(undefined),
      onMachine: sweeps.runner.onMachine({}),
      hasSlurm: cluster.mayBeThere,
    });
    if (!filledIn) return undefined;
    // Before the file is written: one that is no plan would be of no use.
    const plan = planOfDraft(filledIn.draft);
    const file = await writePlan(filledIn.draft, folder);
    await window.showTextDocument(Uri.file(file), { preview: false });
    if (filledIn.next === 'run') await run(plan, file);
    else if (filledIn.next === 'submit') await submit(Uri.file(file).toString());
    return file;
  }

  async function runPlan(argument: CommandArguments['digitsLab.runPlan']): Promise<string | undefined> {
    const uri =
      argument === undefined ? await choosePlan() : typeof argument === 'string' ? Uri.parse(argument) : Uri.file(argument.fsPath);
    if (!uri) return undefined;
    if (uri.scheme !== 'file') throw new Error(`${uri.toString()}: expected a plan in a file.`);
    const document = await workspace.openTextDocument(uri);
    // What is kept of the sweep is what the file says.
    if (document.isDirty) await document.save();
    return run(planIn(document.getText(), uri.fsPath), uri.fsPath);
  }

  async function run(plan: ReturnType<typeof planIn>, file: string): Promise<string> {
    const sweep = await sweeps.runner.run(plan, file);
    await show(sweep);
    return sweep.id;
  }

  async function openSweep(id: string | undefined): Promise<void> {
    await sweeps.known.refresh();
    const sweep = id === undefined ? await chooseSweep() : sweeps.known.find(id);
    if (sweep) await show(sweep);
    else if (id !== undefined) throw new Error(`There is no sweep ${id}.`);
  }

  async function chooseSweep(): Promise<KnownSweep | undefined> {
    const { all } = sweeps.known;
    if (all.length === 0) throw new Error('There is no sweep here yet: New Sweep plans one.');
    const items = all.toReversed().map(one => ({
      label: one.plan.plan.name ?? sweptNames(one.plan.plan).join(', '),
      description: countsInWords(sweeps.resultsOf(one).ranking),
      detail: one.id,
      one,
    }));
    const picked = await pick({ title: 'Open Sweep', placeholder: 'Which sweep?', items });
    return picked.how === 'accepted' ? picked.item.one : undefined;
  }

  return { 'digitsLab.newSweep': newSweep, 'digitsLab.runPlan': runPlan, 'digitsLab.openSweep': openSweep };
}

/** The plan in the active editor, or the one that a person chooses. */
async function choosePlan(): Promise<Uri | undefined> {
  const active = window.activeDocument?.uri;
  if (active?.fsPath.endsWith('.digits.json')) return active;
  const files = await workspace.findFiles(PLANS, '**/node_modules/**', 1_000);
  if (files.length === 0) throw new Error('There is no plan here: New Sweep writes one, or write a file called NAME.digits.json.');
  const items = files
    .map(uri => ({ label: path.basename(uri.fsPath), description: workspace.asRelativePath(path.dirname(uri.fsPath)), uri }))
    .toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const picked = await pick({ title: 'Run Plan', placeholder: 'Which plan?', items });
  return picked.how === 'accepted' ? picked.item.uri : undefined;
}

function openFolder(): string {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  if (!folder) throw new Error('Plans and runs are kept in the folder that is open: open one first.');
  return folder.uri.fsPath;
}
