import { Argument, type Command } from 'commander';
import { settingsFile } from '../cluster/clusterSettings';
import { batchTemplate } from '../cluster/slurm/batchTemplate';
import { placeholders } from '../cluster/slurm/placeholders';
import { checkSlurm, type SlurmFinding } from '../cluster/slurmCheck';
import { maxOf } from '../util/extremes';
import type { Cli } from './context';
import { digitsHere } from './digitsHere';
import { ExitCode, UsageError } from './exitCode';
import { runsFolder } from './runsOption';
import type { Style } from './textSink';

const topics = ['check', 'template'] as const;

const details = `
  check      Whether this machine can submit: the programs of Slurm, its controller
             and partitions, your settings, template and image. Submits nothing. Exit
             code 1 if something is missing.
  template   The batch script with a placeholder for each value, to be edited:
             digits slurm template > my.sh; then name it by template below.

What you always ask of the cluster stands in a file of yours,
~/.config/digits-lab/slurm.json (DIGITS_CONFIG names another folder). Every key may
be left out; flags of digits sweep and digits effect come before it.
  {
    "partition": "short",        the partition; so account, qos, constraint
    "account": "lab",
    "qos": "normal",
    "constraint": "avx512",      features that a node must have
    "minutes": 60,               the longest time of a run [estimated]
    "megabytes": 2000,           memory of a run [estimated]
    "cpus": 4,                   threads of each run of a new plan that does not say [1]
    "throttle": 50,              runs of a plan at once [as many as the cluster lets]
    "graceSeconds": 60,          so long before the end of its time a run is saved [60]
    "modules": ["nodejs/20"],    environment modules that are loaded
    "container": { "type": "apptainer", "image": "/images/digits.sif", "mounts": ["/data"] },
                                 the image that runs are in: apptainer or pyxis
    "template": "/users/ada/my.sh",    the full path of a template of yours
    "command": ["/opt/node/bin/node", "/opt/digits/dist/cli.js"]
                                 what starts digits on a node [as here]
  }`;

/** `digits slurm`: what is needed to submit to a cluster. */
export function addSlurmCommand(program: Command, cli: Cli): void {
  program
    .command('slurm')
    .addArgument(new Argument('<topic>', 'What to show.').choices(topics))
    .summary('see whether a Slurm cluster can be used, and how')
    .description(
      'Says whether this machine can submit to a Slurm cluster, or prints the template of the batch script. Runs are submitted by digits sweep and digits effect with --executor slurm, and shown by digits queue.',
    )
    .addHelpText('after', details)
    .option('--json', 'Write what was found by check as JSON.')
    .action(async (topic: (typeof topics)[number], options: { readonly json?: true }) => {
      if (options.json && topic !== 'check') throw new UsageError('--json is of digits slurm check.');
      cli.exitCode = topic === 'template' ? showTemplate(cli) : await check(options, cli);
    });
}

async function check({ json }: { readonly json?: true }, cli: Cli): Promise<number> {
  const { out, style } = cli.output;
  const findings = await checkSlurm(runsFolder({}, cli), digitsHere(cli));
  const bad = findings.filter(({ isGood }) => !isGood);
  if (json) out.json({ canSubmit: bad.length === 0, settings: settingsFile(), findings }, 2);
  else {
    const width = maxOf(findings.map(({ name }) => name.length));
    for (const finding of findings) out.line(`${markOf(finding, style)} ${finding.name.padEnd(width)}  ${finding.found}`);
    const namesOf = (some: readonly SlurmFinding[]): string => some.map(({ name }) => name).join(', ');
    const doubtful = findings.filter(({ isDoubtful }) => isDoubtful);
    const can = `This machine can submit${doubtful.length === 0 ? '' : `; look at ${namesOf(doubtful)} before`}.`;
    out.lines(['', bad.length === 0 ? can : `This machine cannot submit: ${namesOf(bad)}.`]);
  }
  return bad.length === 0 ? ExitCode.done : ExitCode.failed;
}

function markOf({ isGood, isDoubtful }: SlurmFinding, style: Style): string {
  if (!isGood) return style('red', '×');
  return isDoubtful ? style('yellow', '!') : style('green', '✓');
}

/** A template that can be used as it is, which says what may stand in it. */
function showTemplate({ output: { out } }: Cli): number {
  const [shell = '', ...lines] = batchTemplate.split('\n');
  const width = maxOf(placeholders.map(({ name }) => name.length));
  out.help(
    [
      shell,
      '# A template of the batch script. In double braces may stand:',
      ...placeholders.map(({ name, meaning, isNeeded }) => `#   ${name.padEnd(width)}  ${meaning}${isNeeded ? ' (needed)' : ''}`),
      '# A line with a placeholder that has no value is left out.',
      ...lines,
    ].join('\n'),
  );
  return ExitCode.done;
}
