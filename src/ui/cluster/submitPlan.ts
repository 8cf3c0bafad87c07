import path from 'node:path';
import { commands, Uri } from 'vscode';
import { missingOf } from '../../cluster/clusterPlan';
import { SlurmError } from '../../cluster/slurm/slurmError';
import { SlurmExecutor, type Proposal } from '../../cluster/slurmExecutor';
import type { SlurmSettings } from '../../cluster/clusterSettings';
import { viewIds } from '../../contributions';
import { counted } from '../../util/format';
import { checkMayTrain } from '../mayTrain';
import type { Services } from '../services';
import { pick } from '../sinks/quickInput';
import { window } from '../sinks/window';
import { commandFile } from '../terminal';
import { thisMachine } from '../thisMachine';
import type { SubmittablePlan } from './clusterDesigns';
import { slurmSettings } from './slurmSettings';
import { submitRows } from './submitRows';

/** Has runs of plans trained by Slurm, once a person has seen what would be submitted and said so. */
export class SubmitPlan {
  constructor(private readonly services: Pick<Services, 'lab' | 'cluster' | 'context'>) {}

  /**
   * Writes the batch scripts of what is missing of a plan, says what would be submitted, and submits it if a person says so.
   * @param places of the runs that are meant; absent: all that are missing
   * @returns whether it was submitted
   * @throws {Error} if there is nothing to submit, or it could not be
   */
  async ask(of: SubmittablePlan, places?: readonly number[]): Promise<boolean> {
    checkMayTrain();
    try {
      const settings = await slurmSettings();
      const proposal = await this.propose(of, settings, places);
      const picked = await pick({
        title: `Submit to Slurm: ${of.title}`,
        placeholder: 'Enter submits; a row below opens the setting that it is from',
        items: submitRows(proposal, settings),
      });
      if (picked.how !== 'accepted') return false;
      const { item } = picked;
      switch (item.row) {
        case 'submit':
          await this.submit(of, proposal, settings);
          return true;
        case 'script':
          await window.showTextDocument(Uri.file(proposal.scripts[0]!), { preview: true });
          // Its lens asks the same again, once it is known that the script is there.
          void this.services.cluster.lookNow();
          return false;
        case 'setting':
          await commands.executeCommand('workbench.action.openSettings', item.setting);
          return false;
        case 'separator':
          return false;
      }
    } catch (error) {
      if (!(error instanceof SlurmError) || error.problem !== 'invalid') throw error;
      await offerSettings(error);
      return false;
    }
  }

  private async propose(
    { plan: made, title, find }: SubmittablePlan,
    settings: SlurmSettings,
    places: readonly number[] | undefined,
  ): Promise<Proposal> {
    const { lab } = this.services;
    const plan = made();
    const queued = new Set(lab.queued.flatMap(({ id, isAsked }) => (isAsked ? [id] : [])));
    const meant = places && new Set(places);
    const missing = missingOf(plan, find).filter(place => meant?.has(place) ?? true);
    const free = missing.filter(place => !queued.has(plan.runs[place]!.id));
    if (missing.length === 0) throw new Error(`“${title}”: there is nothing to submit, all of its runs are done or at work.`);
    if (free.length === 0)
      throw new Error(`“${title}”: all of its missing runs wait in the queue of this window. Remove them from it, then submit them.`);
    const proposal = await window.withProgress({ location: { viewId: viewIds.queue } }, () =>
      this.executor(settings).propose(plan, free, thisMachine(lab.runs)),
    );
    if (proposal.tasks === 0) throw new Error(`“${title}”: there is nothing to submit, Slurm has all of its missing runs.`);
    return proposal;
  }

  private async submit({ title }: SubmittablePlan, proposal: Proposal, settings: SlurmSettings): Promise<void> {
    const { cluster } = this.services;
    try {
      const { jobs } = await window.withProgress({ location: { viewId: viewIds.queue } }, () => this.executor(settings).submit(proposal));
      const names = new Set(proposal.scripts.map(script => path.basename(script, '.sh')));
      const ids = jobs.flatMap(({ name, submission }) => (names.has(name) && submission.type === 'submitted' ? [submission.jobId] : []));
      const words = ids.length === 1 ? `as job ${ids[0]}` : `as the jobs ${ids.join(', ')}`;
      void this.tell(`Submitted ${counted(proposal.tasks, 'task')} of “${title}” to Slurm, ${words}.`);
    } finally {
      // What could not be submitted is shown too.
      await cluster.lookNow();
    }
  }

  private async tell(message: string): Promise<void> {
    const show = 'Show Queue';
    if ((await window.showInformationMessage(message, show)) === show) await commands.executeCommand(`${viewIds.queue}.focus`);
  }

  private executor(settings: SlurmSettings): SlurmExecutor {
    return new SlurmExecutor({ settings, digits: [commandFile(this.services.context)] });
  }
}

/** What cannot be asked is most often a setting. */
async function offerSettings({ message }: SlurmError): Promise<void> {
  const open = 'Open Settings';
  if ((await window.showErrorMessage(message, open)) === open)
    await commands.executeCommand('workbench.action.openSettings', 'digitsLab.slurm');
}
