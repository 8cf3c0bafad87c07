import { readdir } from 'node:fs/promises';
import { ThemeIcon, type QuickInputButton } from 'vscode';
import { formatParameter, parseParameterText } from '../../contract/parseParameters';
import { rangeInBrief } from '../../contract/rangeInWords';
import {
  defaultParameters,
  findParameter,
  ParameterError,
  parameterTable,
  type Parameter,
  type ParameterName,
  type Parameters,
} from '../../contract/parameters';
import type { MeasuredSpeed } from '../../experiment/estimate';
import { quickLook } from '../../experiment/presets';
import { differencesInWords } from '../../experiment/runLabel';
import { grouped } from '../../util/format';
import { conflictOf, estimatedTimeInWords, outlook, setsToChooseFrom, withValue } from './formModel';
import type { PresetStore } from './presetStore';
import { input, pick, type Choice } from '../sinks/quickInput';
import { window } from '../sinks/window';

type Row = Choice &
  (
    | { readonly row: 'start' }
    | { readonly row: 'preset'; readonly parameters: Parameters; readonly savedAs?: string }
    | { readonly row: 'parameter'; readonly name: ParameterName }
    | { readonly row: 'separator' }
  );

export interface TrainFormOptions {
  readonly presets: PresetStore;
  readonly speeds: readonly MeasuredSpeed[];
  /** What the form begins with; by default the last run's parameters. */
  readonly initial?: Parameters | undefined;
  /** The parameter to be changed first. */
  readonly first?: ParameterName | undefined;
  readonly title?: string;
}

const saveButton: QuickInputButton = { iconPath: new ThemeIcon('save'), tooltip: 'Save as preset…' };
const resetButton: QuickInputButton = { iconPath: new ThemeIcon('discard'), tooltip: 'Back to the default' };
const deleteButton: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: 'Delete preset' };

/** Asks a person for the parameters of a run; undefined if the form is dismissed. */
export async function showTrainForm(options: TrainFormOptions): Promise<Parameters | undefined> {
  const { presets, speeds } = options;
  const title = options.title ?? 'Train digits CNN';
  let parameters = options.initial ?? presets.last ?? defaultParameters;
  /** The row that the list begins at: where the person has just been. */
  let at: ParameterName | 'start' = 'start';
  if (options.first) {
    const changed = await askForParameter(options.first, parameters);
    if (changed === 'dismissed') return undefined;
    if (changed !== 'back') parameters = changed;
  }
  for (;;) {
    const items = rowsOf(parameters, presets, speeds);
    const picked = await pick({
      title,
      placeholder: 'Enter starts; pick a preset or a parameter to change it',
      items,
      active: items.find(item => (item.row === 'parameter' ? item.name : item.row) === at),
      buttons: [saveButton],
    });
    if (picked.how === 'dismissed' || picked.how === 'back') return undefined;
    if (picked.how === 'button') {
      const { item, button } = picked;
      if (button === saveButton) await savePreset(parameters, presets);
      else if (item?.row === 'preset' && item.savedAs !== undefined) await presets.delete(item.savedAs);
      else if (item?.row === 'parameter') parameters = withValue(parameters, item.name, defaultParameters[item.name]);
      continue;
    }
    const { item } = picked;
    if (item.row === 'preset') {
      parameters = item.parameters;
      at = 'start';
      continue;
    }
    const { error } = outlook(parameters, speeds);
    if (item.row === 'start' && !error) return parameters;
    const name = item.row === 'parameter' ? item.name : error?.parameter;
    if (name === undefined) continue;
    const changed = await askForParameter(name, parameters);
    if (changed === 'dismissed') return undefined;
    at = changed === 'back' ? name : 'start';
    if (changed !== 'back') parameters = changed;
  }
}

function rowsOf(parameters: Parameters, presets: PresetStore, speeds: readonly MeasuredSpeed[]): Row[] {
  const { label, layers, weights, time, error } = outlook(parameters, speeds);
  const start: Row = error
    ? {
        row: 'start',
        icon: 'error',
        label: 'These do not go together',
        description: `Enter changes ${error.parameter}`,
        detail: error.message,
      }
    : {
        row: 'start',
        icon: 'play',
        label: 'Start training',
        description: [time, weights, label].filter(Boolean).join(' · '),
        detail: layers,
      };
  const separator = (text: string): Row => ({ row: 'separator', label: text, isSeparator: true });
  const preset = (name: string, of: Parameters, description: string, savedAs?: string): Row => ({
    row: 'preset',
    label: name,
    description: [description, estimatedTimeInWords(of, speeds)].filter(Boolean).join(' · '),
    parameters: of,
    ...(savedAs !== undefined && { savedAs, buttons: [deleteButton] }),
  });
  const { last } = presets;
  return [
    start,
    separator('presets'),
    ...(last ? [preset('Last run', last, differencesInWords(last) || 'defaults')] : []),
    preset('Defaults', defaultParameters, `${defaultParameters.epochs} epochs`),
    preset('Quick look', quickLook, `${grouped(quickLook.train_samples)} images × ${quickLook.epochs} epochs`),
    ...presets.all.map(({ name, parameters: of }) => preset(name, of, differencesInWords(of) || 'defaults', name)),
    separator('parameters'),
    ...parameterTable.map(({ name }) => parameterRow(name, parameters)),
  ];
}

function parameterRow(name: ParameterName, parameters: Parameters): Row {
  const parameter = findParameter(name)!;
  const differs = parameters[name] !== defaultParameters[name];
  const value = formatParameter(parameter, parameters[name]);
  return {
    row: 'parameter',
    name,
    label: name,
    ...(differs && { icon: 'circle-filled' }),
    description: differs ? `${value} · default ${formatParameter(parameter, parameter.default)}` : value,
    detail: `${parameter.help.replace(/\.$/, '')} · ${choicesInBrief(parameter)}`,
    ...(differs && { buttons: [resetButton] }),
  };
}

/** What a parameter can be, short enough for a row: many choices are seen when the row is opened. */
function choicesInBrief(parameter: Parameter): string {
  return parameter.kind === 'choice' && parameter.choices.length > 2 ? `${parameter.choices.length} choices` : rangeInBrief(parameter);
}

/** Lets a person change one parameter. */
async function askForParameter(name: ParameterName, parameters: Parameters): Promise<Parameters | 'back' | 'dismissed'> {
  const parameter = findParameter(name)!;
  if (parameter.kind === 'choice') return askForChoice(name, parameter.choices, parameters);
  if (parameter.kind === 'dataset') return askForDataset(parameters);
  const range = [rangeInBrief(parameter), parameter.unit].filter(Boolean).join(' ');
  const picked = await input({
    title: `${parameter.label} (${name})`,
    prompt: `${parameter.help} ${range}; default ${formatParameter(parameter, parameter.default)}.`,
    value: formatParameter(parameter, parameters[name]),
    canGoBack: true,
    validate: text => whatIsWrong(name, text, parameters),
  });
  if (picked.how !== 'accepted') return picked.how === 'back' ? 'back' : 'dismissed';
  return withValue(parameters, name, parseParameterText(parameter, picked.item));
}

function whatIsWrong(name: ParameterName, text: string, parameters: Parameters): string | undefined {
  try {
    return asSentence(conflictOf(withValue(parameters, name, parseParameterText(findParameter(name)!, text)), name));
  } catch (error) {
    if (error instanceof ParameterError) return asSentence(error.expectation);
    throw error;
  }
}

function asSentence(text: string | undefined): string | undefined {
  return text && text[0]!.toUpperCase() + text.slice(1);
}

async function askForChoice(
  name: ParameterName,
  choices: readonly string[],
  parameters: Parameters,
): Promise<Parameters | 'back' | 'dismissed'> {
  const { label, help } = findParameter(name)!;
  const items = choices.map((choice): Choice => {
    const words = [choice === parameters[name] ? 'current' : '', choice === defaultParameters[name] ? 'default' : ''];
    return { label: choice, description: words.filter(Boolean).join(' · ') };
  });
  const picked = await pick({
    title: `${label} (${name})`,
    placeholder: help,
    items,
    active: items.find(item => item.label === parameters[name]),
    canGoBack: true,
  });
  if (picked.how === 'accepted') return withValue(parameters, name, picked.item.label);
  return picked.how === 'back' ? 'back' : 'dismissed';
}

async function askForDataset(parameters: Parameters): Promise<Parameters | 'back' | 'dismissed'> {
  const mnist: Choice = { label: 'mnist', description: '60,000 + 10,000 handwritten digits, included' };
  const folder: Choice = {
    icon: 'folder',
    label: 'A folder of your own…',
    description: parameters.dataset === 'mnist' ? '' : parameters.dataset,
    detail: 'Four IDX files, plain or .gz, as MNIST, Fashion-MNIST, EMNIST, KMNIST and QMNIST come',
  };
  const picked = await pick({
    title: 'Data set (dataset)',
    placeholder: 'What to train on',
    items: [mnist, folder],
    active: parameters.dataset === 'mnist' ? mnist : folder,
    canGoBack: true,
  });
  if (picked.how !== 'accepted') return picked.how === 'back' ? 'back' : 'dismissed';
  if (picked.item === mnist) return { ...parameters, dataset: 'mnist' };
  const chosen = await window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    title: 'Folder with the four IDX files',
    openLabel: 'Train on This Folder',
  });
  const dataset = chosen?.[0] && (await askForSet(chosen[0].fsPath));
  return dataset === undefined ? 'back' : { ...parameters, dataset };
}

/** Which of several data sets in a folder is meant; undefined if none was picked. What is wrong with a folder its trainer says. */
async function askForSet(folder: string): Promise<string | undefined> {
  const items = setsToChooseFrom(folder, await readdir(folder).catch(() => []));
  if (items.length === 0) return folder;
  const picked = await pick({
    title: 'Data set (dataset)',
    placeholder: `There are ${items.length} data sets in this folder: which one?`,
    items,
    canGoBack: true,
  });
  return picked.how === 'accepted' ? picked.item.dataset : undefined;
}

async function savePreset(parameters: Parameters, presets: PresetStore): Promise<void> {
  const picked = await input({
    title: 'Save as preset',
    prompt: differencesInWords(parameters) || 'defaults',
    value: '',
    placeholder: 'Its name',
    canGoBack: true,
    validate: text => (text.trim() === '' ? 'A preset needs a name.' : undefined),
  });
  if (picked.how === 'accepted') await presets.save({ name: picked.item.trim(), parameters });
}
