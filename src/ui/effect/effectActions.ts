import { commands, env, Uri, workspace } from 'vscode';
import type { ComparisonPlan } from '../../contract/effects';
import { MOST_SEEDS } from '../../contract/formats/comparisonFile';
import { newRunIds } from '../../contract/runId';
import { keepReports, writeKnowledge } from '../../designs/keepReports';
import { comparisonTitle } from '../../experiment/effects/effectInWords';
import { seedsOf } from '../../experiment/effects/planned';
import { settled, withBuilds, withSeeds } from '../../experiment/effects/planning';
import { effectReport } from '../../report/written/effectReport';
import { checkOnThisComputer } from '../../runFolder/networkFolder';
import { comparisonRuns } from '../../runs/designs/comparisonRuns';
import { conditionsHere } from '../../runs/designs/conditionsHere';
import { input } from '../sinks/quickInput';
import { window } from '../sinks/window';
import type { Services } from '../services';
import type { ComparisonResults } from './comparisonResults';
import type { KnownComparison, KnownComparisons } from './knownComparisons';
import { idsToGoOnWith } from './shown/missingRuns';

export interface EffectActionsOptions {
  readonly services: Services;
  readonly comparisons: KnownComparisons;
  readonly results: ComparisonResults;
}

const ids = (count: number): string[] => newRunIds(new Date(), count);

/** What a person does with a comparison. */
export class EffectActions {
  constructor(private readonly options: EffectActionsOptions) {}

  /** Queues what is neither done nor at work nor waits, here or at Slurm: new runs in the order of the plan, then those that were interrupted. */
  async goOn(id: string): Promise<void> {
    checkTrusted();
    const { services, results } = this.options;
    const { lab, cluster } = services;
    await cluster.looked;
    const comparison = this.need(id);
    checkOnThisComputer(comparison.plan.baseline);
    const facts = (run: string): { label: string; status: 'queued' | 'missing' | 'running' } => {
      const isQueued = lab.queued.some(queued => queued.id === run && queued.isAsked) || cluster.isUnderWay(run);
      const found = lab.find(run);
      const isAtWork = found?.status === 'running' || found?.status === 'starting';
      return { label: run, status: isQueued ? 'queued' : isAtWork ? 'running' : 'missing' };
    };
    const missing = new Set(idsToGoOnWith(results.resultOf(comparison), { factsOf: facts }));
    const planned = comparisonRuns(comparison.plan).filter(run => missing.has(run.id));
    const { runsFolder } = comparison;
    await lab.trainAll(planned.map(run => ({ ...run, runsFolder })));
  }

  /** Plans new runs in the place of those because of which a pair is refused, and queues them. */
  async settle(id: string): Promise<void> {
    checkTrusted();
    const { comparisons, services } = this.options;
    const { plan } = this.need(id);
    const conditions = await conditionsHere(services.inspector, { engine: plan.engine, threads: plan.threads });
    await comparisons.change(id, now => settled(now, comparisons.findRun, { conditions, ids }));
    await this.goOn(id);
  }

  /** Asks how many seeds there are to be, says what comes of it, and queues their runs. */
  async addSeeds(id: string): Promise<void> {
    checkTrusted();
    const { comparisons, results } = this.options;
    const comparison = this.need(id);
    const { plan } = comparison;
    const count = seedsOf(plan).length;
    const isSeen = (): boolean => results.resultOf(comparison).runs.some(({ run }) => run?.summary !== undefined);
    const picked = await input({
      title: `Add seeds to ${comparisonTitle(plan)}`,
      prompt: isSeen()
        ? `${count} now. Results can be seen already: the new seeds are marked as late, and the verdict is then an estimate. How many in all?`
        : `${count} now, and no result can be seen yet. How many in all?`,
      value: String(count + 2),
      validate: text => {
        const wanted = Number(text);
        const isRight = text.trim() !== '' && Number.isInteger(wanted) && wanted > count && wanted <= MOST_SEEDS;
        return isRight ? undefined : `Expected a whole number from ${count + 1} to ${MOST_SEEDS}.`;
      },
    });
    if (picked.how !== 'accepted') return;
    const wanted = Number(picked.item);
    await comparisons.change(id, now => withSeeds(now, wanted, { ids, areResultsSeen: isSeen() }));
    await this.goOn(id);
  }

  /** Counts pairs of runs of another build of the same numerics from now on. */
  async acceptBuilds(id: string): Promise<void> {
    checkTrusted();
    await this.options.comparisons.change(id, withBuilds);
    await this.keepReports(id);
  }

  /** Its report, as Markdown, to be pasted. */
  async copyMarkdown(id: string): Promise<void> {
    const { markdown } = effectReport(await this.options.results.wholeResultOf(this.need(id)));
    // The mark says to Digits Lab that a file is its own.
    await env.clipboard.writeText(markdown.replace(/^<!--.*?-->\s*/, ''));
    void window.showInformationMessage('The comparison is in the clipboard, as Markdown.');
  }

  /** Writes its report and shows it. */
  async openReport(id: string): Promise<void> {
    const file = await this.keepReports(id);
    await commands.executeCommand('markdown.showPreview', Uri.file(file));
  }

  /** Shows its plan as it is kept. */
  async openPlan(id: string): Promise<void> {
    await window.showTextDocument(Uri.joinPath(Uri.file(this.need(id).folder), 'comparison.json'), { preview: true });
  }

  /** Deletes its plan and report, which can be taken back; its runs stay. */
  async delete(chosen: readonly string[]): Promise<void> {
    checkTrusted();
    const { comparisons, services } = this.options;
    const deleted = chosen.map(id => this.need(id));
    if (deleted.length === 0) return;
    for (const { folder } of deleted) await workspace.fs.delete(Uri.file(folder), { recursive: true });
    const write = async (): Promise<void> => {
      await comparisons.refresh();
      for (const runsFolder of new Set(deleted.map(one => one.runsFolder))) await writeKnowledge(runsFolder);
    };
    await write();
    const step = {
      undo: async (): Promise<void> => {
        for (const { plan, runsFolder } of deleted) {
          await comparisons.keep(plan, runsFolder);
          await this.keepReports(plan.id);
        }
      },
    };
    services.edits.undoStack.add(step);
    const what = deleted.length === 1 ? `“${comparisonTitle(deleted[0]!.plan)}”` : `${deleted.length} comparisons`;
    const undo = 'Undo';
    void window
      .showInformationMessage(`Deleted ${what}; the runs stay.`, undo)
      .then(answer => (answer === undo ? services.edits.undoStack.undo(step) : undefined));
  }

  /** Keeps a plan and its first report. */
  async keep(plan: ComparisonPlan, runsFolder: string): Promise<KnownComparison> {
    const comparison = await this.options.comparisons.keep(plan, runsFolder);
    await this.keepReports(plan.id);
    return comparison;
  }

  private async keepReports(id: string): Promise<string> {
    const comparison = this.need(id);
    return keepReports(await this.options.results.wholeResultOf(comparison), comparison.runsFolder);
  }

  private need(id: string): KnownComparison {
    const comparison = this.options.comparisons.find(id);
    if (!comparison) throw new Error(`There is no comparison ${id} any more.`);
    return comparison;
  }
}

function checkTrusted(): void {
  if (!workspace.isTrusted) throw new Error('Nothing is trained or changed in Restricted Mode: trust the workspace first.');
}
