import path from 'node:path';
import { Option, type Command } from 'commander';
import { wandbModes, type WandbCredential, type WandbMode } from '../contract/tracking';
import { placeInWords } from '../tracking/begunUploads';
import type { WandbSettings } from '../tracking/tracker';
import { parseBaseUrl } from '../tracking/wandb/baseUrl';
import { findCredential, variableKeys, type KeyPlaces } from '../tracking/wandb/credentials';
import { isOpenToGit } from '../tracking/wandb/gitIgnored';
import { validateTarget } from '../tracking/wandb/target';
import { partsOfEnvFile, readMode, readVariables } from '../tracking/wandb/variables';
import { readDotEnv } from '../files/dotEnv';
import type { Cli } from './context';
import { UsageError } from './exitCode';

/** What the flags about W&B say. */
export interface WandbOptions {
  readonly wandb?: WandbMode;
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
    new Option('--wandb <mode>', 'offline: record the run in its folder; online: that, and send it while it trains. [WANDB_MODE; else off]')
      .argParser(parseMode)
      .helpGroup(heading),
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
  const places = { environment: cli.environment, dotEnv: readEnvFile(cli) };
  const asked = options.wandb === undefined ? asUsage(() => readMode(places)) : { mode: options.wandb };
  if (asked?.warning !== undefined) cli.output.err.line(`warning: ${asked.warning}`);
  return asked === undefined || asked.mode === 'off' ? undefined : setUp(asked.mode, places, options, cli);
}

/** The same for a run that is to be sent now, whatever the mode. */
export function readWandbForSync(options: WandbOptions, cli: Cli): Promise<WandbSetup> {
  return setUp('online', { environment: cli.environment, dotEnv: readEnvFile(cli) }, options, cli);
}

async function setUp(mode: Exclude<WandbMode, 'off'>, places: KeyPlaces, options: WandbOptions, cli: Cli): Promise<WandbSetup> {
  const { target, tags, notes, warnings } = asUsage(() => readVariables(places));
  for (const warning of [...warnings, ...(await warningAboutGit(places, cli))]) cli.output.err.line(`warning: ${warning}`);
  const settings: WandbSettings = {
    mode,
    baseUrl: options.wandbBaseUrl ?? target.baseUrl,
    entity: options.wandbEntity ?? target.entity,
    project: options.wandbProject ?? (target.project || defaultProject),
    group: options.wandbGroup ?? target.group,
    jobType: options.wandbJobType ?? target.jobType,
  };
  asUsage(() => validateTarget(settings));
  const named = partsOfEnvFile(places).filter(part => settings[part] === target[part]);
  if (mode === 'online' && named.length > 0) cli.output.err.line(`Runs go to ${placeInWords(settings)}, as .env in this folder says.`);
  const isProjectChosen = options.wandbProject !== undefined || target.project !== '';
  return { settings, credential: baseUrl => findCredential(places, baseUrl), tags, notes, isProjectChosen };
}

function readEnvFile({ cwd, output }: Cli): KeyPlaces['dotEnv'] {
  try {
    return readDotEnv(cwd);
  } catch (error) {
    output.err.line(`warning: ${(error as Error).message}`);
    return undefined;
  }
}

async function warningAboutGit({ dotEnv }: KeyPlaces, { cwd }: Cli): Promise<string[]> {
  if (!dotEnv || variableKeys({ environment: {}, dotEnv }).length === 0) return [];
  if (!(await isOpenToGit(path.join(cwd, '.env')))) return [];
  return ['Git does not ignore .env, which holds a key: add a line .env to .gitignore, or the next commit may publish it.'];
}

function parseMode(text: string): WandbMode {
  const mode = wandbModes.find(one => one === text);
  if (mode === undefined) throw new UsageError(`--wandb ${text}: expected ${wandbModes.join(', ')}.`);
  return mode;
}

function parseAddress(text: string): string {
  return asUsage(() => parseBaseUrl(text), '--wandb-base-url: ');
}

function asUsage<T>(work: () => T, before = ''): T {
  try {
    return work();
  } catch (error) {
    throw new UsageError(`${before}${(error as Error).message}`, { cause: error });
  }
}
