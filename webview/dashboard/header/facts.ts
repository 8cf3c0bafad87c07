import type { DashboardState } from '../../../src/contract/dashboard';
import { engineTitle } from '../../../src/contract/engines';
import type { EngineIdentity, ImportedConfig, RunConfig } from '../../../src/contract/run';
import { counted } from '../../../src/util/format';
import { splitsInWords } from '../../../src/wording/datasetInWords';
import { engineInWords } from '../../../src/wording/engineInWords';
import { wholeSeconds } from '../../../src/wording/timeInWords';
import { elapsedMs } from '../timing';
import type { Remark } from './remark';

/** When, how long, by whom and with what a run was trained. The name of the run's folder comes last. */
export function factsOf(state: DashboardState): Remark[] {
  const { run, runId, labels } = state;
  const { config } = run;
  const tags: Remark[] = labels.tags.length > 0 ? [{ icon: 'tag', text: labels.tags.join(', ') }] : [];
  if (state.imported)
    return [
      ...importedFacts(state.imported, state.recorded !== null),
      ...recordedFacts(state.recorded),
      ...tags,
      { text: runId, title: `Run ${runId}` },
    ];
  if (!config) return [...tags, { text: runId, title: `Run ${runId}` }];
  const { createdAt, dataset, author, git, engine } = config;
  const begun = new Date(createdAt);
  const facts: (Remark | false)[] = [
    { icon: 'calendar', text: shortDate(begun), title: `Started ${begun.toLocaleString()}` },
    hasEnded(state) && {
      icon: 'watch',
      text: wholeSeconds(elapsedMs(state, 0)),
      title: 'How long it was trained and evaluated; pauses are left out',
    },
    { icon: 'database', text: dataset.name, title: `${dataset.name}: ${splitsInWords(dataset)}` },
    ...tags,
    git !== null && commitFact(git),
    author !== null && { icon: 'account', text: author, title: `Started by ${author}` },
    { text: engineInWords(engine), isMinor: true },
    replacedFact(engine),
    { text: runId, title: `Run ${runId}` },
  ];
  return facts.filter(fact => fact !== false);
}

/** Where it belongs in its tool. */
function recordedFacts(recorded: DashboardState['recorded']): Remark[] {
  if (!recorded) return [];
  const { entity, project, group, jobType, host, program } = recorded.facts;
  const where = [entity, project].filter(Boolean).join('/');
  const facts: (Remark | false)[] = [
    where !== '' && { icon: 'project', text: where, title: `Project ${where}` },
    group !== null && { icon: 'group-by-ref-type', text: group, title: `Group ${group}` },
    jobType !== null && { icon: 'symbol-event', text: jobType, title: `Job type ${jobType}` },
    program !== null && { icon: 'file-code', text: shortPath(program), title: `Program ${program}` },
    host !== null && { icon: 'vm', text: host, title: `On the machine ${host}` },
  ];
  return facts.filter(fact => fact !== false);
}

/** Where a run comes from that was not trained here. */
function importedFacts({ createdAt, source, dataset, author, git }: ImportedConfig, isRecorded: boolean): Remark[] {
  const how = isRecorded ? 'recorded by' : 'imported from';
  const made = new Date(createdAt);
  const { name = 'data not known here', testImages } = dataset ?? {};
  const images = testImages === undefined ? '' : `, ${counted(testImages, 'test image')}`;
  const facts: (Remark | false)[] = [
    { icon: 'calendar', text: shortDate(made), title: `Of ${made.toLocaleString()}` },
    {
      icon: 'desktop-download',
      text: `${how} ${source.tool}`,
      title: `${isRecorded ? 'Recorded by' : 'Imported from'} ${[source.tool, source.run].filter(Boolean).join(': ')}`,
    },
    dataset !== undefined && { icon: 'database', text: name, title: `${name}${images}` },
    git !== null && commitFact(git),
    author !== null && { icon: 'account', text: author, title: `By ${author}` },
  ];
  return facts.filter(fact => fact !== false);
}

/** That the engine computed in the place of others that did not work, with their reasons. */
function replacedFact({ name, insteadOf = [] }: EngineIdentity): Remark | false {
  if (insteadOf.length === 0) return false;
  const reasons = insteadOf.map(failed => `${engineTitle(failed.name)} did not work: ${failed.reason}`);
  return {
    icon: 'warning',
    text: `${insteadOf.map(failed => engineTitle(failed.name)).join(' and ')} did not work`,
    title: `${engineTitle(name)} computed. ${reasons.join('\n')}`,
  };
}

function commitFact({ commit, branch, dirty }: NonNullable<RunConfig['git']>): Remark {
  const where = branch === null ? '' : ` on ${branch}`;
  return {
    icon: 'git-commit',
    text: `${commit.slice(0, 7)}${where}${dirty ? ', changed' : ''}`,
    title: `Commit ${commit}${where}${dirty ? ', with changes that were not committed' : ''}`,
  };
}

function hasEnded({ status }: DashboardState): boolean {
  return status !== 'starting' && status !== 'running';
}

/** `29 Nov, 07:45`, as it is written where the reader lives; the year where it is another one. */
function shortDate(date: Date): string {
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return date.toLocaleString(undefined, { year, day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });
}

/** The last two parts of a path: which of its folders a person works in, is in the tooltip. */
function shortPath(path: string): string {
  return path.split(/[/\\]/).slice(-2).join('/');
}
