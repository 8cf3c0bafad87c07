import { ThemeIcon, type QuickInputButton } from 'vscode';
import { isDeepStrictEqual } from 'node:util';
import {
  defaultParameters,
  findParameter,
  parameterTable,
  type Parameter,
  type ParameterName,
  type Parameters,
} from '../../contract/parameters';
import { rangeInBrief } from '../../contract/rangeInWords';
import type { OwnWords, RunDraft } from '../../contract/runDraft';
import { estimateInWords } from '../../experiment/estimateInWords';
import { differingParameters } from '../../experiment/differences';
import { quickLook } from '../../experiment/presets';
import { differencesInWords, valueInWords } from '../../experiment/runLabel';
import { grouped } from '../../util/format';
import { choiceInWords } from '../../wording/engineInWords';
import type { Choice } from '../sinks/quickInput';
import { machineFor, parentOf, type FormFacts, type Parent } from './formFacts';
import { outlook } from './formModel';

/** A row of the form. */
export type Row = Choice &
  (
    | { readonly row: 'start' }
    /** What was filled in when the form was closed. */
    | { readonly row: 'draft'; readonly draft: RunDraft }
    | { readonly row: 'preset'; readonly parameters: Parameters; readonly savedAs?: string }
    | { readonly row: 'words'; readonly field: keyof OwnWords }
    | { readonly row: 'engine' }
    | { readonly row: 'parameter'; readonly name: ParameterName }
    | { readonly row: 'separator' }
  );

const button = (icon: string, tooltip: string): QuickInputButton => ({ iconPath: new ThemeIcon(icon), tooltip });

/** Which row it is, whatever stands in it. */
export function keyOf(row: Row): string {
  return row.row === 'parameter' ? row.name : row.row === 'words' ? row.field : row.row;
}

/** `Rerun of num_filters 64` */
export function titleOf(draft: RunDraft, facts: FormFacts): string {
  const parent = parentOf(draft, facts);
  return parent ? `Rerun of ${parent.label}` : 'Train digits CNN';
}

/** The rows; what a rerun changes comes first. */
export function formRows(draft: RunDraft, facts: FormFacts): Row[] {
  const parent = parentOf(draft, facts);
  const parameters = parameterTable.map(({ name }) => name);
  const changed = parent ? differingParameters(draft.parameters, parent.parameters) : [];
  const rowsOf = (names: readonly ParameterName[]): Row[] => names.map(name => parameterRow(name, draft.parameters, parent));
  return [
    startRow(draft, facts, parent),
    ...(changed.length > 0 ? [heading('changed'), ...rowsOf(changed)] : []),
    heading('presets'),
    ...presetRows(draft, facts, parent),
    heading('in your own words'),
    wordsRow('name', draft.name, 'none: called by what differs'),
    wordsRow('tags', draft.tags.join(', '), 'none'),
    wordsRow('hypothesis', draft.hypothesis, 'none'),
    heading('what computes'),
    engineRow(draft, facts),
    heading('parameters'),
    ...rowsOf(parameters.filter(name => !changed.includes(name))),
  ];
}

function heading(label: string): Row {
  return { row: 'separator', label, isSeparator: true };
}

function startRow(draft: RunDraft, facts: FormFacts, parent: Parent | undefined): Row {
  const { parameters } = draft;
  const machine = machineFor(draft, facts);
  const { layers, weights, error } = outlook(parameters);
  if (error) {
    const description = `Enter changes ${error.parameter}`;
    return { row: 'start', icon: 'error', label: 'These do not go together', description, detail: error.message };
  }
  const differences = differencesInWords(parameters, parent?.parameters) || (parent ? 'nothing changed' : 'defaults');
  return {
    row: 'start',
    icon: 'play',
    label: 'Start training',
    description: [estimateInWords(parameters, machine), weights, differences].filter(Boolean).join(' · '),
    detail: layers,
  };
}

function presetRows(current: RunDraft, facts: FormFacts, parent: Parent | undefined): Row[] {
  const { presets, drafts } = facts;
  const machine = machineFor(current, facts);
  const { last, all } = presets;
  const { draft } = drafts;
  const preset = (label: string, parameters: Parameters, words = differencesInWords(parameters) || 'defaults'): Row => ({
    row: 'preset',
    label,
    description: [words, estimateInWords(parameters, machine)].filter(Boolean).join(' · '),
    parameters,
  });
  return [
    ...(draft && !isDeepStrictEqual(draft, current) ? [draftRow(draft, facts)] : []),
    ...(parent ? [preset('As it was', parent.parameters)] : []),
    ...(last ? [preset('Last run', last)] : []),
    preset('Defaults', defaultParameters, `${defaultParameters.epochs} epochs`),
    preset('Quick look', quickLook, `${grouped(quickLook.train_samples)} images × ${quickLook.epochs} epochs`),
    ...all.map(({ name, parameters }) => ({ ...preset(name, parameters), savedAs: name, buttons: [button('trash', 'Delete preset')] })),
  ];
}

function draftRow(draft: RunDraft, facts: FormFacts): Row {
  const parent = parentOf(draft, facts);
  const words = [
    draft.name,
    draft.engine,
    differencesInWords(draft.parameters, parent?.parameters) || (parent ? 'nothing changed' : 'defaults'),
    parent && `rerun of ${parent.label}`,
  ];
  const description = words.filter(Boolean).join(' · ');
  return { row: 'draft', draft, label: 'Draft', description, buttons: [button('trash', 'Discard draft')] };
}

function wordsRow(field: keyof OwnWords, text: string, otherwise: string): Row {
  if (text === '') return { row: 'words', field, label: field, description: otherwise };
  return { row: 'words', field, label: field, icon: 'circle-filled', description: text, buttons: [button('discard', 'Clear')] };
}

/** Marked if it is another one than the settings name. */
function engineRow({ engine }: RunDraft, { machine: { engine: usual } }: FormFacts): Row {
  const row = { row: 'engine', label: 'engine' } as const;
  if (engine === null || engine === usual) return { ...row, description: `${usual} · as in the settings`, detail: choiceInWords(usual) };
  const buttons = [button('discard', `Back to ${usual}, as in the settings`)];
  return { ...row, icon: 'circle-filled', description: `${engine} · settings ${usual}`, detail: choiceInWords(engine), buttons };
}

/** Marked if it differs from the run that this one is made from; without one, from its default. */
function parameterRow(name: ParameterName, parameters: Parameters, parent: Parent | undefined): Row {
  const parameter = findParameter(name)!;
  const base = parent?.parameters ?? defaultParameters;
  const [value, before, usual] = [parameters, base, defaultParameters].map(of => valueInWords(name, of));
  const differs = value !== before;
  const others = [parent && differs && `was ${before}`, value !== usual && !(parent && before === usual) && `default ${usual}`];
  return {
    row: 'parameter',
    name,
    label: name,
    ...(differs && { icon: 'circle-filled', buttons: [button('discard', parent ? `Back to ${before}` : 'Back to the default')] }),
    description: [value, ...others].filter(Boolean).join(' · '),
    detail: `${parameter.help.replace(/\.$/, '')} · ${choicesInBrief(parameter)}`,
  };
}

/** What a parameter can be, short enough for a row: many choices are seen when the row is opened. */
function choicesInBrief(parameter: Parameter): string {
  return parameter.kind === 'choice' && parameter.choices.length > 2 ? `${parameter.choices.length} choices` : rangeInBrief(parameter);
}
