import { isDeepStrictEqual } from 'node:util';
import { ThemeIcon, type QuickInputButton } from 'vscode';
import { defaultParameters, type ParameterName, type Parameters } from '../../contract/parameters';
import { draftOf, type RunDraft } from '../../contract/runDraft';
import { differencesInWords } from '../../experiment/runLabel';
import { input, pick } from '../sinks/quickInput';
import { askForEngine } from './askForEngine';
import { askForParameter } from './askForParameter';
import { askForWords } from './askForWords';
import { parentOf, type FormFacts } from './formFacts';
import { outlook, withValue } from './formModel';
import { formRows, keyOf, titleOf, type Row } from './formRows';
import type { PresetStore } from './presetStore';

const saveButton: QuickInputButton = { iconPath: new ThemeIcon('save'), tooltip: 'Save as preset…' };

/** Asks a person for a run, beginning with the last run's parameters; undefined if the form is closed, which keeps what was filled in. */
export function showTrainForm(facts: FormFacts): Promise<RunDraft | undefined> {
  return new TrainForm(facts, draftOf(facts.presets.last ?? defaultParameters)).show();
}

/** The same, beginning with the parameters of a run, of which one is changed first. */
export function showRerunForm(facts: FormFacts, from: RunDraft, first: ParameterName): Promise<RunDraft | undefined> {
  return new TrainForm(facts, from).show(first);
}

class TrainForm {
  private draft: RunDraft;
  /** The row that the list begins at: where the person has just been. */
  private at = 'start';
  /** What was filled in when the form was last closed is filled in again. */
  private isTakenUp = false;

  constructor(
    private readonly facts: FormFacts,
    private readonly initial: RunDraft,
  ) {
    this.draft = initial;
  }

  async show(first?: ParameterName): Promise<RunDraft | undefined> {
    if (first) await this.changeParameter(first);
    for (;;) {
      const items = formRows(this.draft, this.facts);
      const picked = await pick({
        title: titleOf(this.draft, this.facts),
        placeholder: 'Enter starts; pick a preset or a parameter to change it',
        items,
        active: items.find(item => keyOf(item) === this.at),
        buttons: [saveButton],
      });
      if (picked.how === 'dismissed' || picked.how === 'back') return this.close();
      if (picked.how === 'button') {
        if (picked.button === saveButton) await savePreset(this.draft.parameters, this.facts.presets);
        else if (picked.item) await this.takeBack(picked.item);
      } else if (picked.item.row === 'start' && !this.error) return this.start();
      else await this.change(picked.item);
    }
  }

  private get error(): ReturnType<typeof outlook>['error'] {
    return outlook(this.draft.parameters).error;
  }

  private async start(): Promise<RunDraft> {
    if (this.isTakenUp) await this.facts.drafts.set(undefined);
    return this.draft;
  }

  private async close(): Promise<undefined> {
    if (!isDeepStrictEqual(this.draft, this.initial)) await this.facts.drafts.set(this.draft);
  }

  /** Enter on a row. */
  private async change(row: Row): Promise<void> {
    const { draft, facts } = this;
    if (row.row === 'preset') this.set({ ...draft, parameters: row.parameters });
    else if (row.row === 'parameter') await this.changeParameter(row.name);
    else if (row.row === 'words') this.set(await askForWords(row.field, draft, facts.tags), row.field);
    else if (row.row === 'engine') {
      const engine = await askForEngine(draft.engine, facts.machine.engine);
      this.set(engine === undefined ? undefined : { ...draft, engine }, row.row);
    } else if (row.row === 'draft') {
      this.isTakenUp = true;
      this.set(row.draft);
    } else if (this.error?.parameter) await this.changeParameter(this.error.parameter);
  }

  private async changeParameter(name: ParameterName): Promise<void> {
    const parameters = await askForParameter(name, this.draft.parameters);
    this.set(parameters && { ...this.draft, parameters }, name);
  }

  /** The button of a row. */
  private async takeBack(row: Row): Promise<void> {
    const { draft, facts } = this;
    const parent = parentOf(draft, facts);
    // The row of a rerun goes back to its place among the others.
    this.at = parent ? 'start' : keyOf(row);
    if (row.row === 'preset' && row.savedAs !== undefined) await facts.presets.delete(row.savedAs);
    else if (row.row === 'draft') await facts.drafts.set(undefined);
    else if (row.row === 'engine') this.draft = { ...draft, engine: null };
    else if (row.row === 'words') this.draft = { ...draft, [row.field]: draftOf(draft.parameters)[row.field] };
    else if (row.row === 'parameter') {
      const { parameters: before } = parent ?? { parameters: defaultParameters };
      this.draft = { ...draft, parameters: withValue(draft.parameters, row.name, before[row.name]) };
    }
  }

  /** @param row where the list begins if nothing was changed */
  private set(draft: RunDraft | undefined, row = 'start'): void {
    this.at = draft ? 'start' : row;
    this.draft = draft ?? this.draft;
  }
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
