import path from 'node:path';
import type { Factor, Level } from '../contract/effects';
import { factorNames, MOST_LEVELS } from '../contract/formats/comparisonFile';
import { describeNetwork, mnistFormat } from '../contract/network';
import { findParameter, isComplete, type Parameters } from '../contract/parameters';
import { parseParameterText } from '../contract/parseParameters';
import { originInWords, type TrainedConfig } from '../contract/run';
import { settingNames } from '../contract/settingNames';
import type { Question } from '../experiment/effects/planning';
import { findRun } from '../runFolder/findRun';
import { checkOnThisComputer } from '../runFolder/networkFolder';
import { readConfig, readOverview } from '../runFolder/readRun';
import type { Cli } from './context';
import { UsageError } from './exitCode';
import { hypothesisOf, type HypothesisFlags } from './hypothesisFlags';
import { flagOf, givenParameters, parametersFrom } from './parameterFlags';
import { runsFolder, type RunsOption } from './runsOption';

export interface QuestionFlags extends RunsOption, HypothesisFlags, Readonly<Record<string, unknown>> {
  readonly baseline?: string;
}

/** What is asked, and the run that it is asked of. */
export interface ReadQuestion {
  readonly question: Question;
  readonly baseline: TrainedConfig | undefined;
}

/**
 * The question of a parameter, its levels and the flags.
 * @throws {UsageError}, {ParameterError} if there is no such parameter, level or network
 */
export async function readQuestion(name: string, levelTexts: readonly string[], flags: QuestionFlags, cli: Cli): Promise<ReadQuestion> {
  const factor = factorNamed(name);
  const levels = levelsOf(factor, levelTexts, cli.cwd);
  const given = givenParameters(flags);
  if (factor in given) throw new UsageError(`${flagOf(factor)}: ${factor} is what changes; its levels stand behind its name.`);
  const baseline = flags.baseline === undefined ? undefined : await baselineOf(flags.baseline, flags, cli);
  const parameters: Parameters = { ...(baseline?.parameters ?? parametersFrom({})), ...given };
  const held = { ...parameters, dataset: folderOf(parameters.dataset, cli.cwd) };
  checkOnThisComputer(held);
  // The networks of all levels, before anything is kept; the size of a folder's images is known only when it is read.
  for (const level of levels) {
    const setting: Parameters = { ...held, [factor]: level };
    if (setting.dataset === 'mnist') describeNetwork(setting, mnistFormat);
  }
  // What the factor is in the baseline says nothing; the same question has the same answer.
  const question = {
    factor,
    levels,
    baseline: { ...held, [factor]: levels[0] },
    baselineRun: baseline?.id ?? null,
    hypothesis: hypothesisOf(flags),
  };
  if (!isComplete(question.baseline)) throw new UsageError(`${flags.baseline}: not all of its parameters are known.`);
  return { question, baseline };
}

/** @throws {UsageError} of a run that was imported; {RunFolderError} of one that cannot be read */
async function baselineOf(named: string, flags: RunsOption, cli: Cli): Promise<TrainedConfig> {
  const folder = await findRun(runsFolder(flags, cli), named);
  const { id, config } = await readOverview(folder);
  if (config.kind !== 'imported') return readConfig(folder);
  throw new UsageError(
    `--baseline ${named}: ${id} ${originInWords(config.source)}. What else it was trained with is not known, so that no run can be trained here that differs from it in one parameter alone. What runs like it tell that are there: digits effect --of ID ID …`,
  );
}

/** A parameter by its name, or by one that scripts use (`lr`). */
export function findFactor(name: string): Factor | undefined {
  const usual = spelled(name);
  return factorNames.find(one => one === usual) ?? factorNames.find(one => settingNames(one).includes(usual));
}

function spelled(name: string): string {
  return name.replace(/^--/, '').replaceAll('-', '_');
}

/** The same. @throws {UsageError} if there is no such parameter, or it can have no effect */
export function factorNamed(name: string): Factor {
  const factor = findFactor(name);
  if (factor) return factor;
  const usual = spelled(name);
  if (usual === 'seed') throw new UsageError('seed is no parameter with an effect: seeds are the replicates, --seeds says how many.');
  throw new UsageError(`there is no parameter "${name}"; expected one of ${factorNames.join(', ')}.`);
}

function levelsOf(factor: Factor, texts: readonly string[], cwd: string): Level[] {
  const levels = texts
    .map(text => parseParameterText(findParameter(factor)!, text))
    .map(level => (factor === 'dataset' ? folderOf(String(level), cwd) : level));
  const twice = levels.find((level, i) => levels.indexOf(level) < i);
  if (twice !== undefined) throw new UsageError(`${factor} ${twice}: a level is given twice.`);
  if (levels.length < 2) throw new UsageError(`expected two levels of ${factor} at least: the first is what the others are compared with.`);
  if (levels.length > MOST_LEVELS)
    throw new UsageError(`${levels.length} levels; expected at most ${MOST_LEVELS}. More of them are a sweep.`);
  return levels;
}

/** A folder is meant from where the command was called. */
function folderOf(dataset: string, cwd: string): string {
  return dataset === 'mnist' ? dataset : path.resolve(cwd, dataset);
}
