import { parseParameterText } from '../../contract/parseParameters';
import { sweptParameters, type SweptName } from '../../contract/formats/sweepPlan';
import { rangeInBrief } from '../../contract/rangeInWords';
import { findParameter, type Parameters } from '../../contract/parameters';
import { differencesInWords, valueInWords } from '../../experiment/runLabel';
import { newSweepDraft, planOfDraft, type SweepDraft } from '../../experiment/sweeps/sweepDraft';
import { parseVariation, variationInWords } from '../../experiment/sweeps/variationText';
import { messageOf } from '../../util/messageOf';
import { input, pick, type Choice } from '../sinks/quickInput';
import type { OnMachine } from './planOutlook';
import { problemOfDraft, sweepFormRows, type SweepRow } from './sweepFormRows';

/** What the other parameters can be taken from. */
export interface SweepBase {
  readonly label: string;
  readonly parameters: Parameters;
}

export interface SweepFormFacts {
  /** The first one is what the form begins with. */
  readonly bases: readonly [SweepBase, ...SweepBase[]];
  /** Asks for a run to take them from; undefined if none was chosen. */
  readonly anotherBase: () => Promise<SweepBase | undefined>;
  readonly onMachine: OnMachine;
  /** Whether plans can be submitted to Slurm. */
  readonly hasSlurm: boolean;
}

export interface FilledInSweep {
  readonly draft: SweepDraft;
  /** Whether its runs are to be trained now: by this machine, or by Slurm, once that was confirmed. */
  readonly next: 'run' | 'submit' | 'write';
}

/** Asks a person for a plan; undefined if the form is closed. */
export function showSweepForm(facts: SweepFormFacts): Promise<FilledInSweep | undefined> {
  return new SweepForm(facts).show();
}

const TITLE = 'New Sweep';

class SweepForm {
  private base: SweepBase;
  private draft: SweepDraft;

  constructor(private readonly facts: SweepFormFacts) {
    [this.base] = facts.bases;
    this.draft = newSweepDraft(this.base.parameters);
  }

  async show(): Promise<FilledInSweep | undefined> {
    for (;;) {
      const picked = await pick<SweepRow>({
        title: TITLE,
        placeholder: 'Which parameters vary, and over what?',
        items: sweepFormRows(this.draft, { ...this.facts, baseLabel: this.base.label }),
      });
      if (picked.how === 'dismissed' || picked.how === 'back') return undefined;
      if (picked.how === 'button') {
        if (picked.item?.row === 'parameter') this.without(picked.item.name);
        continue;
      }
      const { item } = picked;
      const isReady = problemOfDraft(this.draft, this.facts.onMachine) === undefined;
      if ((item.row === 'run' || item.row === 'submit' || item.row === 'write') && isReady) return { draft: this.draft, next: item.row };
      await this.change(item);
    }
  }

  private async change(row: SweepRow): Promise<void> {
    switch (row.row) {
      case 'parameter':
        return this.askForVariation(row.name);
      case 'add':
        return this.addParameter();
      case 'kind':
        return this.askForKind();
      case 'runs':
        return this.askForRuns();
      case 'seeds':
        return this.askForSeeds();
      case 'base':
        return this.askForBase();
      case 'hypothesis':
        return this.askForHypothesis();
      // Why it cannot be run stands in its row.
      case 'run':
      case 'submit':
      case 'write':
      case 'separator':
    }
  }

  private set(change: Partial<SweepDraft>): void {
    this.draft = { ...this.draft, ...change };
  }

  private without(name: SweptName): void {
    const { [name]: _, ...parameters } = this.draft.parameters;
    this.set({ parameters });
  }

  private async addParameter(): Promise<void> {
    const left = sweptParameters.filter(({ name }) => this.draft.parameters[name] === undefined);
    const items = left.map(parameter => ({
      label: parameter.name,
      description: valueInWords(parameter.name, this.draft.base),
      detail: `${parameter.help.replace(/\.$/, '')} · ${rangeInBrief(parameter)}`,
      name: parameter.name,
    }));
    const picked = await pick({ title: TITLE, placeholder: 'Which parameter varies?', items, canGoBack: true });
    if (picked.how === 'accepted') await this.askForVariation(picked.item.name);
  }

  private async askForVariation(name: SweptName): Promise<void> {
    const parameter = findParameter(name) as (typeof sweptParameters)[number];
    const before = this.draft.parameters[name];
    const isNumeric = parameter.kind === 'integer' || parameter.kind === 'number';
    const forms = this.draft.kind === 'random' && isNumeric ? 'Values, or a range such as 1 to 10 log' : 'Values with commas between them';
    const withText = (text: string): SweepDraft => ({
      ...this.draft,
      parameters: { ...this.draft.parameters, [name]: parseVariation(parameter, text) },
    });
    const picked = await input({
      title: `${parameter.label} (${name})`,
      prompt: `${forms}; each ${rangeInBrief(parameter)}.`,
      value: before === undefined ? '' : variationInWords(parameter, before),
      placeholder: this.draft.kind === 'random' && isNumeric ? '0.0001 to 0.1 log' : 'a, b, c',
      canGoBack: true,
      validate: text => problemWith(() => ofParameter(withText(text), name)),
    });
    if (picked.how === 'accepted') this.draft = withText(picked.item);
  }

  private async askForKind(): Promise<void> {
    const kinds: readonly (Choice & { readonly kind: SweepDraft['kind'] })[] = [
      { kind: 'grid', label: 'grid', description: 'every combination of the values' },
      { kind: 'random', label: 'random', description: 'settings that are drawn, from values and ranges' },
    ];
    const active = kinds.find(({ kind }) => kind === this.draft.kind);
    const picked = await pick({ title: TITLE, placeholder: 'Which settings?', items: kinds, active, canGoBack: true });
    if (picked.how === 'accepted') this.set({ kind: picked.item.kind });
  }

  private async askForRuns(): Promise<void> {
    const picked = await input({
      title: 'Settings (runs)',
      prompt: 'How many settings are drawn; each is trained with every seed. Shares in the variance need 20.',
      value: String(this.draft.runs),
      canGoBack: true,
      validate: text =>
        /^[1-9]\d{0,4}$/.test(text.trim()) && Number(text) <= 10_000 ? undefined : 'Expected a whole number from 1 to 10,000.',
    });
    if (picked.how === 'accepted') this.set({ runs: Number(picked.item) });
  }

  private async askForSeeds(): Promise<void> {
    const { seeds } = this.draft;
    const picked = await input({
      title: 'Replicates (seeds)',
      prompt: 'How many seeds each setting is trained with, or the seeds themselves with commas between them.',
      value: typeof seeds === 'number' ? String(seeds) : seeds.join(', '),
      canGoBack: true,
      validate: text => problemWith(() => parseSeeds(text)),
    });
    if (picked.how === 'accepted') this.set({ seeds: parseSeeds(picked.item) });
  }

  private async askForBase(): Promise<void> {
    const { bases, anotherBase } = this.facts;
    const items: readonly (Choice & { readonly base?: SweepBase })[] = [
      ...bases.map(base => ({ label: base.label, description: differencesInWords({ ...base.parameters, seed: 0 }) || 'defaults', base })),
      { label: 'Those of a run…' },
    ];
    const picked = await pick({ title: TITLE, placeholder: 'What are the other parameters?', items, canGoBack: true });
    if (picked.how !== 'accepted') return;
    const base = picked.item.base ?? (await anotherBase());
    if (!base) return;
    this.base = base;
    this.set({ base: base.parameters });
  }

  private async askForHypothesis(): Promise<void> {
    const picked = await input({
      title: 'Hypothesis (hypothesis)',
      prompt: 'What you expect, and why: it stands in the report.',
      value: this.draft.hypothesis,
      canGoBack: true,
      validate: text => (text.length > 10_000 ? 'Expected at most 10,000 characters.' : undefined),
    });
    if (picked.how === 'accepted') this.set({ hypothesis: picked.item.trim() });
  }
}

/** @throws {Error} with what is wrong with the values of one parameter, whatever else the draft lacks */
function ofParameter(draft: SweepDraft, name: SweptName): void {
  // As many settings as there are; that is not what is asked about.
  planOfDraft({ ...draft, parameters: { [name]: draft.parameters[name] }, runs: 1, seeds: 1 });
}

/** @throws {Error} */
function parseSeeds(text: string): number | number[] {
  const seed = findParameter('seed')!;
  const parts = text.split(',').map(part => Number(parseParameterText(seed, part)));
  const [first = 0] = parts;
  if (parts.length > 1) {
    if (new Set(parts).size < parts.length) throw new Error('Expected each seed once.');
    return parts;
  }
  if (first < 1 || first > 10_000) throw new Error('Expected a number of replicates from 1 to 10,000, or a list of seeds.');
  return first;
}

function problemWith(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return messageOf(error).replace(/^the plan: /, '');
  }
}
