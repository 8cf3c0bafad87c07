import type { Proposal } from '../cluster/slurmExecutor';
import { inWords } from '../experiment/estimateInWords';
import { taskRequestInWords } from '../experiment/taskRequest';
import { counted, grouped } from '../util/format';
import type { AskedOfCluster } from './slurmFlags';
import type { Cli } from './context';
import { factLines } from './factLines';
import { seenFrom } from './syncInWords';

/** What is asked of a cluster for each run, who has said so, and where the scripts can be read. */
export function requestLines(proposal: Proposal, { origins, settings }: AskedOfCluster, { output, cwd }: Cli): string[] {
  const { scripts } = proposal;
  const [first, ...others] = scripts.map(script => seenFrom(cwd, script));
  return [
    ...factLines('asks for', needsInWords(proposal, origins), output),
    ...factLines('of', placeInWords(proposal, { origins, settings }), output),
    ...(first === undefined ? [] : factLines('script', `${first} can be read`, output)),
    ...others.slice(0, MOST_SCRIPTS - 1).flatMap(script => factLines('', script, output)),
    ...(others.length >= MOST_SCRIPTS ? factLines('', `and ${grouped(others.length - MOST_SCRIPTS + 1)} more`, output) : []),
  ];
}

const MOST_SCRIPTS = 10;

/** `10 minutes (--time) and 1,024 MB (estimated) for each run; the longest takes about 8m on this machine` */
function needsInWords({ request, estimate }: Proposal, origins: AskedOfCluster['origins']): string {
  const { minutes, megabytes } = origins;
  if (estimate && minutes === undefined && megabytes === undefined) return `${taskRequestInWords(estimate)} (estimated, with a margin)`;
  const needs = `${counted(request.minutes, 'minute')} (${minutes ?? 'estimated'}) and ${grouped(request.megabytes)} MB (${megabytes ?? 'estimated'}) for each run`;
  if (!estimate) return needs;
  const isShort = request.minutes * 60_000 < estimate.estimate.ms;
  return `${needs}; the longest takes ${inWords(estimate.estimate)} on this machine${isShort ? ', which is more than it is given here' : ''}`;
}

/** `the cluster's default partition, 2 processors, account lab (slurm.json)` */
function placeInWords({ request }: Proposal, { origins, settings }: AskedOfCluster): string {
  const { partition, account, qos, constraint, throttle, modules, container } = request;
  const said = (what: string, name: string): string => (origins[name] === undefined ? what : `${what} (${origins[name]})`);
  const parts = [
    partition === null ? "the cluster's default partition" : said(`partition ${partition}`, 'partition'),
    account !== null && said(`account ${account}`, 'account'),
    qos !== null && said(`quality of service ${qos}`, 'qos'),
    constraint !== null && said(`nodes with ${constraint}`, 'constraint'),
    `${counted(request.cpus, 'processor')} a run, as many as its threads`,
    throttle !== null && said(`${grouped(throttle)} at once`, 'throttle'),
    modules.length > 0 && said(`modules ${modules.join(' ')}`, 'modules'),
    container !== null && said(`in ${container.image} by ${container.type}`, 'container'),
    settings.template !== undefined && said(`by the template ${settings.template}`, 'template'),
    settings.command !== undefined && said(`started by ${settings.command.join(' ')}`, 'command'),
  ];
  return parts.filter(Boolean).join(', ');
}
