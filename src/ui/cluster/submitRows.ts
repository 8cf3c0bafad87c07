import path from 'node:path';
import type { SlurmSettings } from '../../cluster/clusterSettings';
import type { Proposal } from '../../cluster/slurmExecutor';
import type { SettingValues } from '../../contributions';
import { inWords } from '../../experiment/estimateInWords';
import { counted, grouped } from '../../util/format';
import type { Choice } from '../sinks/quickInput';

/** A row of the question whether something is to be submitted. */
export type SubmitRow = Choice &
  (
    | { readonly row: 'submit' | 'script' | 'separator' }
    /** Opens the setting that it is from. */
    | { readonly row: 'setting'; readonly setting: keyof SettingValues }
  );

/** What would be submitted: first that it is done, then what each task is given. */
export function submitRows({ request, estimate, scripts, tasks, batch }: Proposal, settings: SlurmSettings): SubmitRow[] {
  const { minutes, megabytes, cpus, throttle, partition, account, qos, constraint, modules, container, graceSeconds } = request;
  const row = (setting: keyof SettingValues, label: string, description: string, detail?: string): SubmitRow => ({
    row: 'setting',
    setting,
    label,
    description,
    ...(detail !== undefined && { detail }),
  });
  const said = (setting: keyof SettingValues, label: string, value: string | null): SubmitRow[] =>
    value === null || value === '' ? [] : [row(setting, label, value)];
  const longest = estimate && `Estimated with a margin: the longest run takes ${inWords(estimate.estimate)} on this machine`;
  const arrays = counted(scripts.length, 'array job');
  const atOnce = throttle === null ? 'as many at a time as the cluster lets' : `${grouped(throttle)} at a time`;
  return [
    { row: 'submit', icon: 'server-process', label: 'Submit', description: `${counted(tasks, 'task')} in ${arrays} · ${atOnce}` },
    { row: 'script', icon: 'file-code', label: 'Show Script', description: path.basename(scripts[0]!) },
    { row: 'separator', label: 'each task is given', isSeparator: true },
    row('digitsLab.slurm.minutes', 'time', timeInWords(minutes), settings.minutes === undefined ? longest : undefined),
    row(
      'digitsLab.slurm.megabytes',
      'memory',
      `${grouped(megabytes)} MB`,
      settings.megabytes === undefined ? 'Estimated from the network and the data' : undefined,
    ),
    row('digitsLab.slurm.cpus', 'processors', `${cpus}: the threads of each run, as the plan has them`),
    row('digitsLab.slurm.partition', 'partition', partition ?? 'the cluster’s own'),
    ...said('digitsLab.slurm.account', 'account', account),
    ...said('digitsLab.slurm.qos', 'qos', qos),
    ...said('digitsLab.slurm.constraint', 'constraint', constraint),
    ...said('digitsLab.slurm.modules', 'modules', modules.join(', ')),
    ...said('digitsLab.slurm.container', 'container', container && `${container.type}: ${container.image}`),
    ...said('digitsLab.slurm.template', 'template', settings.template ?? null),
    row('digitsLab.slurm.graceSeconds', 'saved before its end', counted(graceSeconds, 'second')),
    row('digitsLab.slurm.command', 'digits', batch.digits.join(' ')),
  ];
}

/** `25 minutes`, `2 hours 5 minutes` */
function timeInWords(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 && counted(hours, 'hour'), (rest > 0 || hours === 0) && counted(rest, 'minute')].filter(Boolean).join(' ');
}
