import type { Services } from '../services';
import { registerCodeLenses } from '../sinks/codeLenses';
import { ClusterDesigns, type ClusterDesignsOptions } from './clusterDesigns';
import { PlanNotices } from './planNotices';
import { lensesOfScript, SCRIPTS } from './scriptLenses';
import type { SlurmCommandParts } from './slurmCommands';
import { slurmThreads } from './slurmSettings';
import { SubmitPlan } from './submitPlan';

export type SlurmParts = Pick<SlurmCommandParts, 'designs' | 'submitting' | 'onCancelled'>;

/** What has plans trained by Slurm, with the lenses on batch scripts and the notices of what has ended. */
export function createSlurmParts(services: Services, options: Omit<ClusterDesignsOptions, 'threads'>): SlurmParts {
  const { lab, cluster, disposables } = services;
  const designs = new ClusterDesigns({ ...options, threads: slurmThreads });
  const notices = disposables.add(new PlanNotices(lab, cluster, designs));
  disposables.add(registerCodeLenses(SCRIPTS, async document => lensesOfScript(cluster, document), cluster.onChanged));
  return { designs, submitting: new SubmitPlan(services), onCancelled: ids => notices.noteCancelled(ids) };
}
