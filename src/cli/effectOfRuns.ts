import type { Factor } from '../contract/effects';
import { isResumable } from '../contract/runState';
import { wouldDivergeAgain } from '../wording/divergence';
import { factorsAmong, noFactorInWords, ONLY_PARAMETERS, settingsAmong } from '../experiment/effects/ofRuns';
import type { ComparedRun } from '../experiment/effects/comparedRun';
import { mainEffects, unusedRuns } from '../experiment/effects/comparisonResult';
import { effectJson } from '../queries/effectJson';
import { effectOfRuns, type EffectFound } from '../queries/effectResults';
import { AT_ONCE } from '../runFolder/listRuns';
import { findRun } from '../runFolder/findRun';
import { readOverview } from '../runFolder/readRun';
import { mapAtOnce } from '../util/mapAtOnce';
import { wrapped } from '../util/wrapped';
import type { Cli } from './context';
import { effectLines } from './effectLines';
import { ExitCode, UsageError } from './exitCode';
import { flagCalled } from './parameterFlags';
import { factorNamed, findFactor } from './readQuestion';
import { runsFolder, type RunsOption } from './runsOption';
import { withInspector } from './withInspector';

/** The flags that say something of runs that are there. */
export interface EffectOfRunsFlags extends RunsOption, Readonly<Record<string, unknown>> {
  readonly of: readonly string[];
  readonly acceptBuilds?: true;
  readonly json?: true;
}

const meant = ['of', 'runs', 'acceptBuilds', 'json'];

/**
 * `digits effect [PARAMETER] --of ID…`: what runs that are there tell of the one parameter in which they differ, whoever trained them. Trains
 * nothing, writes nothing.
 * @throws {UsageError} if they do not differ in one parameter, and none is named
 */
export async function effectOfChosenRuns(
  named: string | undefined,
  levels: readonly string[],
  flags: EffectOfRunsFlags,
  cli: Cli,
): Promise<number> {
  if (levels.length > 0)
    throw new UsageError(`effect: with --of the values are those of the runs; expected no more than the name of a parameter before it.`);
  const misplaced = Object.keys(flags).find(name => !meant.includes(name) && flags[name] !== undefined);
  if (misplaced !== undefined) throw new UsageError(`effect: ${flagCalled(misplaced)} says nothing with --of, which trains nothing.`);
  const folder = runsFolder(flags, cli);
  // One after the other: each may look at the names of all runs.
  const folders = [...new Set(await mapAtOnce(flags.of, 1, id => findRun(folder, id)))];
  if (folders.length < 2)
    throw new UsageError('effect: --of takes two different runs at least; the value of the first is what the others are compared with.');
  const runs = await mapAtOnce(folders, AT_ONCE, readOverview);
  const factor = named === undefined ? onlyFactor(runs) : factorOf(named, runs);
  const found: EffectFound[] = [];
  const exitCode = await withInspector(cli, async inspector => {
    found.push(await effectOfRuns(runs, factor, { runsFolder: folder, inspector, acceptsBuilds: flags.acceptBuilds === true }));
    return ExitCode.done;
  });
  const [one] = found;
  if (exitCode !== ExitCode.done || !one) return exitCode;
  const { out, err, columns } = cli.output;
  const unused = unusedRuns(one.result);
  const unfinished = one.result.runs.flatMap(({ run }) => (run ? whyUnfinished(run) : []));
  const left = unused.length > 0 ? [`Given and not used, as no pair of it counts: ${unused.join(', ')}.`] : [];
  if (flags.json) {
    out.json(effectJson(one.result), 2);
    for (const line of [...unfinished, ...left]) err.line(line);
  } else {
    const notes = [
      ...unfinished,
      ...left,
      'Computed over runs that were there; nobody planned them as a comparison, and nothing was written.',
    ];
    out.lines([
      ...effectLines(one.result, cli.output, { isPlanned: false }),
      ...notes.flatMap(note => ['', ...wrapped(note, columns).split('\n')]),
    ]);
  }
  return mainEffects(one.result).some(({ n }) => n > 0) ? ExitCode.done : ExitCode.failed;
}

/** What to do with a run that has no result; nothing of one that has, or that diverged, which is one. */
function whyUnfinished({ id, status, config, summary }: ComparedRun): string[] {
  if (status === 'completed' || wouldDivergeAgain(summary?.reason)) return [];
  if (status === 'running') return [`${id} is running: ask again when it is done.`];
  const next =
    config.kind === 'trained' && isResumable(status)
      ? `digits resume ${id} goes on with it.`
      : 'Let it run again to its end, and name the new run.';
  return [`${id} is ${status}, so that its pair does not count. ${next}`];
}

/** @throws {UsageError} if there is no such parameter; of a setting that the runs have under that name it says that it is none */
function factorOf(named: string, runs: readonly ComparedRun[]): Factor {
  const setting = settingsAmong(runs).find(({ name }) => name === named);
  if (setting && !findFactor(named))
    throw new UsageError(
      `${named} is a setting that these runs recorded (${[...new Set(setting.values)].join(', ')}), and no parameter of Digits Lab. ${ONLY_PARAMETERS}`,
    );
  return factorNamed(named);
}

function onlyFactor(runs: readonly ComparedRun[]): Factor {
  const [only, ...others] = factorsAmong(runs);
  if (only === undefined) throw new UsageError(noFactorInWords(runs));
  if (others.length > 0)
    throw new UsageError(
      `effect: these runs differ in ${[only, ...others].join(', ')}. Which one is the change? Name it first: digits effect ${only} --of … Pairs that differ in another one too are refused by name.`,
    );
  return only;
}
