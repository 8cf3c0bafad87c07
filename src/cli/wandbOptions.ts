import path from 'node:path';
import { Option, type Command } from 'commander';
import { trackingModes, wandbCloud, type TrackingMode, type WandbTarget } from '../contract/tracking';
import { parseBaseUrl } from '../tracking/wandb/baseUrl';
import { findCredential, variableKeys, type KeySources, type WandbCredential } from '../tracking/wandb/credentials';
import { ownEndpoint } from '../tracking/wandb/ownEndpoint';
import { isOpenToGit } from '../tracking/wandb/gitIgnored';
import { projectInWords, validateTarget } from '../tracking/wandb/target';
import { partsOfEnvFile, readMode, readVariables } from '../tracking/wandb/variables';
import type { WandbSettings } from '../tracking/wandb/wandbTracker';
import { readDotEnv } from '../files/dotEnv';
import { messageOf } from '../util/messageOf';
import { offering } from './completion/offered';
import type { Cli } from './context';
import { UsageError } from './exitCode';

/** What the flags about W&B say. */
export interface WandbOptions {
  readonly wandb?: TrackingMode;
  readonly wandbProject?: string;
  readonly wandbEntity?: string;
  readonly wandbGroup?: string;
  readonly wandbJobType?: string;
  readonly wandbBaseUrl?: string;
}

/** What a run is recorded as, and with which key it is sent. */
export interface WandbSetup {
  readonly settings: WandbSettings;
  readonly credential: (baseUrl: string) => Promise<WandbCredential | undefined>;
  /** Further tags of the run. */
  readonly tags: readonly string[];
  readonly notes: string;
  /** A flag or variable names the project; else it is the usual one. */
  readonly isProjectChosen: boolean;
}

const defaultProject = 'digits-lab';
const heading = 'Weights & Biases:';

/** Adds `--wandb` and what goes with it to a command that trains. */
export function addWandbFlags(command: Command): void {
  command.addOption(
    offering(
      new Option(
        '--wandb <mode>',
        'offline: record the run in its folder; online: that, and send it while it trains. [WANDB_MODE; else off]',
      )
        .argParser(parseMode)
        .helpGroup(heading),
      { kind: 'words', words: trackingModes },
    ),
  );
  addTargetFlags(command);
  command
    .addOption(new Option('--wandb-group <text>', 'A group of runs. [WANDB_RUN_GROUP]').helpGroup(heading))
    .addOption(new Option('--wandb-job-type <text>', 'What kind of run it is. [WANDB_JOB_TYPE]').helpGroup(heading));
}

/** Adds the flags that say where runs go. */
export function addTargetFlags(command: Command): void {
  command
    .addOption(new Option('--wandb-project <name>', `The project. [WANDB_PROJECT; else ${defaultProject}]`).helpGroup(heading))
    .addOption(new Option('--wandb-entity <name>', "The user or team. [WANDB_ENTITY; else the key's own]").helpGroup(heading))
    .addOption(
      new Option('--wandb-base-url <url>', 'A server of your own. [WANDB_BASE_URL; else the cloud]')
        .argParser(parseAddress)
        .helpGroup(heading),
    );
}

/**
 * What the flags, the environment and `.env` in the current folder ask for together, in this order; says what is odd about it.
 * @returns undefined if nothing is to be recorded
 * @throws {UsageError} if a variable cannot be what it is
 */
export async function readWandb(options: WandbOptions, cli: Cli): Promise<WandbSetup | undefined> {
  const sources = { environment: cli.environment, dotEnv: readDotEnvFile(cli) };
  const asked = options.wandb === undefined ? asUsage(() => readMode(sources)) : { mode: options.wandb };
  if (asked?.warning !== undefined) cli.output.err.line(`warning: ${asked.warning}`);
  return asked === undefined || asked.mode === 'off' ? undefined : setUp(asked.mode, sources, options, cli);
}

/** The same for a run that is to be sent now, whatever the mode. */
export function readWandbForSync(options: WandbOptions, cli: Cli): Promise<WandbSetup> {
  return setUp('online', { environment: cli.environment, dotEnv: readDotEnvFile(cli) }, options, cli);
}

async function setUp(mode: Exclude<TrackingMode, 'off'>, sources: KeySources, options: WandbOptions, cli: Cli): Promise<WandbSetup> {
  const { target: named, tags, notes, warnings } = asUsage(() => readVariables(sources));
  for (const warning of [...warnings, ...(await warningAboutGit(sources, cli))]) cli.output.err.line(`warning: ${warning}`);
  const target: WandbTarget = {
    baseUrl: options.wandbBaseUrl ?? named.baseUrl,
    entity: options.wandbEntity ?? named.entity,
    project: options.wandbProject ?? (named.project || defaultProject),
    group: options.wandbGroup ?? named.group,
    jobType: options.wandbJobType ?? named.jobType,
  };
  asUsage(() => validateTarget(target));
  if (mode === 'online') checkNamed(target, sources);
  const isEnvFileFollowed = partsOfEnvFile(sources).some(part => target[part] === named[part]);
  if (mode === 'online' && isEnvFileFollowed) cli.output.err.line(`Runs go to ${projectInWords(target)}, as .env in this folder says.`);
  const isProjectChosen = options.wandbProject !== undefined || named.project !== '';
  return { settings: { mode, target }, credential: baseUrl => findCredential(sources, baseUrl), tags, notes, isProjectChosen };
}

/** @throws {UsageError} if all that names a server, or has its key, are the variables that send the runs of scripts here */
function checkNamed({ baseUrl }: WandbTarget, sources: KeySources): void {
  const own = ownEndpoint(sources.environment);
  if (own === undefined || variableKeys(sources).some(key => key.baseUrl === baseUrl)) return;
  throw new UsageError(
    `WANDB_BASE_URL is Digits Lab's own server for Python scripts here (${own}), and runs are not sent to it. For this command set WANDB_BASE_URL to the server that is meant (W&B's own: ${wandbCloud}) and WANDB_TOKEN to its key, or use a terminal that has neither.`,
  );
}

function readDotEnvFile({ cwd, output }: Cli): KeySources['dotEnv'] {
  try {
    return readDotEnv(cwd);
  } catch (error) {
    output.err.line(`warning: ${messageOf(error)}`);
    return undefined;
  }
}

async function warningAboutGit({ dotEnv }: KeySources, { cwd }: Cli): Promise<string[]> {
  if (!dotEnv || variableKeys({ environment: {}, dotEnv }).length === 0) return [];
  if (!(await isOpenToGit(path.join(cwd, '.env')))) return [];
  return ['Git does not ignore .env, which holds a key: add a line .env to .gitignore, or the next commit may publish it.'];
}

function parseMode(text: string): TrackingMode {
  const mode = trackingModes.find(one => one === text);
  if (mode === undefined) throw new UsageError(`--wandb ${text}: expected ${trackingModes.join(', ')}.`);
  return mode;
}

function parseAddress(text: string): string {
  return asUsage(() => parseBaseUrl(text), '--wandb-base-url: ');
}

function asUsage<T>(work: () => T, before = ''): T {
  try {
    return work();
  } catch (error) {
    throw new UsageError(`${before}${messageOf(error)}`, { cause: error });
  }
}
