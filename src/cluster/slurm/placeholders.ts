import type { BatchContainer, BatchJob, BatchRequest } from './batchRequest';
import { quoted, quotedForSbatch, quotedOperand } from './quoted';
import { invalid } from './slurmError';

/** Of which job, and what is asked for it. */
export interface BatchFacts {
  readonly job: BatchJob;
  readonly request: BatchRequest;
}

export interface Placeholder {
  readonly name: string;
  /** What stands in its place, for a person who edits the template. */
  readonly meaning: string;
  /** A template without it is none: a task would not be found again, or not be its run. */
  readonly isNeeded?: true;
  /** Undefined: none was asked for; the line is left out. @throws {SlurmError} for a value that cannot stand in a script */
  readonly value: (facts: BatchFacts) => string | undefined;
}

/**
 * Everything that a template may name, as `{{NAME}}`. The values of Slurm's own options stand in lines that no shell reads: of them only
 * characters are let through that Slurm's names have. What a shell reads is quoted.
 */
export const placeholders: readonly Placeholder[] = [
  { name: 'JOB_NAME', meaning: "the job's name, by which it is found again", isNeeded: true, value: ({ job }) => job.name },
  {
    name: 'ARRAY',
    meaning: 'the tasks, and how many of them run at once: 0-999%50',
    isNeeded: true,
    value: ({ job, request: { throttle } }) =>
      throttle === null ? job.tasks : `${job.tasks}%${whole('The throttle', throttle, 1, 1_000_000)}`,
  },
  {
    name: 'FOLDER',
    meaning: "the plan's folder, in which tasks start, so that sbatch can be called by hand in any other",
    value: ({ job }) => quotedForSbatch(job.folder),
  },
  { name: 'OUTPUT', meaning: "the tasks' logs, below the plan's folder", isNeeded: true, value: ({ job }) => job.log },
  { name: 'CPUS', meaning: 'processors of a task', value: ({ request }) => `${whole('Processors of a task', request.cpus, 1, 1024)}` },
  {
    name: 'MEMORY',
    meaning: 'memory of a task: 1024M',
    value: ({ request }) => `${whole('Megabytes of a task', request.megabytes, 1, 100_000_000)}M`,
  },
  {
    name: 'TIME',
    meaning: 'the longest time of a task: 1-02:30:00',
    value: ({ request }) => timeOf(whole('Minutes of a task', request.minutes, 1, 1_000_000)),
  },
  { name: 'PARTITION', meaning: 'the partition', value: ({ request }) => word('The partition', request.partition) },
  { name: 'ACCOUNT', meaning: 'the account that pays', value: ({ request }) => word('The account', request.account) },
  { name: 'QOS', meaning: 'the quality of service', value: ({ request }) => word('The quality of service', request.qos) },
  { name: 'CONSTRAINT', meaning: 'features that a node must have', value: ({ request }) => features(request.constraint) },
  {
    name: 'SIGNAL',
    meaning: 'SIGTERM so long before the end of its time that a run is saved: B:TERM@60',
    value: ({ request }) => signalOf(request),
  },
  {
    name: 'MODULES',
    meaning: 'the modules, each quoted for the shell',
    value: ({ request: { modules } }) => (modules.length === 0 ? undefined : modules.map(moduleName).join(' ')),
  },
  { name: 'OFFSET', meaning: "the number of the plan's run that task 0 is", isNeeded: true, value: ({ job }) => `${job.offset}` },
  {
    name: 'LAUNCHER',
    meaning: 'what starts the command: exec, or the container with its image',
    isNeeded: true,
    value: ({ request: { container } }) => launcherOf(container),
  },
  {
    name: 'COMMAND',
    meaning: 'digits run-plan with the plan and the number of the run',
    isNeeded: true,
    value: ({ job }) => commandOf(job),
  },
];

function whole(what: string, value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least || value > most) throw invalid(what, value, `a whole number from ${least} to ${most}`);
  return value;
}

function matching(what: string, value: string, pattern: RegExp, expected: string): string {
  if (value.length > 500 || !pattern.test(value)) throw invalid(what, value, expected);
  return value;
}

/** Partitions may be several, joined by commas. */
function word(what: string, value: string | null): string | undefined {
  if (value === null) return undefined;
  return matching(
    what,
    value,
    /^[A-Za-z0-9_][\w.,@-]*$/,
    'letters, digits, and the characters _ . , @ -, of which the last four not first',
  );
}

function features(value: string | null): string | undefined {
  if (value === null) return undefined;
  return matching('The constraint', value, /^[A-Za-z0-9_!([][\w.,:&|!*()[\]-]*$/, 'features joined by & or |, such as avx512&ib');
}

function moduleName(name: string): string {
  return quoted('A module', matching('A module', name, /^[A-Za-z0-9_][\w.+/-]*$/, 'a name such as nodejs/20.11'));
}

function timeOf(minutes: number): string {
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  return `${days}-${String(hours).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;
}

/**
 * The batch script itself is the run, unless a step of pyxis is: srun ends a step at once when it gets SIGTERM itself. Slurm may tell it a
 * minute too soon (sbatch(1), --signal); of what is left then a task has half for itself at least.
 */
function signalOf({ graceSeconds, minutes, container }: BatchRequest): string {
  const seconds = Math.min(whole('Seconds before the end', graceSeconds, 1, 65_535), Math.max(1, Math.floor(((minutes - 1) * 60) / 2)));
  return `${container?.type === 'pyxis' ? '' : 'B:'}TERM@${seconds}`;
}

function launcherOf(container: BatchContainer | null): string {
  if (!container) return 'exec';
  const image = quotedOperand("The container's image", container.image);
  const mounts = container.mounts.map(folder =>
    matching('A folder of the container', folder, /^\/[^,:]*$/, 'a full path without , and :, which separate folders'),
  );
  if (container.type === 'apptainer')
    return ['exec apptainer exec', ...mounts.map(folder => `--bind ${quoted('A folder of the container', folder)}`), image].join(' ');
  // From Slurm 22.05 on a step does not have its job's processors unless it asks for them.
  const step = 'srun --ntasks=1 --cpus-per-task="$SLURM_CPUS_PER_TASK"';
  const all = mounts.map(folder => `${folder}:${folder}`).join(',');
  return `${step}${all === '' ? '' : ` --container-mounts=${quoted('The folders of the container', all)}`} --container-image=${image}`;
}

function commandOf({ digits, plan, runs }: BatchJob): string {
  const words = digits.map(one => quoted('A word of the command', one));
  const operands = [
    quotedOperand('The plan', plan),
    '--index "$((OFFSET + SLURM_ARRAY_TASK_ID))"',
    `--runs ${quotedOperand('The runs', runs)}`,
  ];
  return [...words, 'run-plan', ...operands].join(' ');
}
