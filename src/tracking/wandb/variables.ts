import { wandbCloud, type TrackingMode, type WandbTarget } from '../../contract/tracking';
import type { Variables } from '../../files/dotEnv';
import { parseBaseUrl } from './baseUrl';
import { variableKeys, type KeySources } from './credentials';
import { withoutOwnEndpoint } from './ownEndpoint';

type VariableSources = Pick<KeySources, 'environment' | 'dotEnv'>;

/** What W&B's variables ask for, as the official client reads them. What is not said is empty; there always is a server. */
export interface AskedByVariables {
  readonly target: WandbTarget;
  readonly tags: readonly string[];
  readonly notes: string;
  /** What is set and has no effect, for a person. */
  readonly warnings: readonly string[];
}

/**
 * Reads WANDB_PROJECT and its like; those of the environment count before those of `.env`.
 * @throws {Error} if the server that one of them names cannot be one
 */
export function readVariables(sources: VariableSources): AskedByVariables {
  const textOf = (name: string): string => find(sources, name)?.text ?? '';
  return {
    target: {
      baseUrl: baseUrlOf(sources),
      entity: textOf('WANDB_ENTITY'),
      project: textOf('WANDB_PROJECT'),
      group: textOf('WANDB_RUN_GROUP'),
      jobType: textOf('WANDB_JOB_TYPE'),
    },
    tags: textOf('WANDB_TAGS')
      .split(',')
      .map(tag => tag.trim())
      .filter(Boolean),
    notes: textOf('WANDB_NOTES'),
    warnings: warningsAbout(sources),
  };
}

/** Which parts of the project that runs go to `.env` alone decides. */
export function partsOfEnvFile({ environment, dotEnv }: VariableSources): ('baseUrl' | 'entity' | 'project')[] {
  const [all, own] = [readVariables({ environment, dotEnv }).target, readVariables({ environment }).target];
  return (['baseUrl', 'entity', 'project'] as const).filter(part => all[part] !== own[part]);
}

/** What a container's image sets, so that what its user says with WANDB_MODE counts more, in `.env` too. */
const defaultMode = 'DIGITS_WANDB_MODE';

/** What is to be done with runs, and what a person should know about it. */
export interface AskedMode {
  readonly mode: TrackingMode;
  readonly warning?: string;
}

/**
 * What WANDB_MODE asks for; undefined if it is not set. That of `.env`, which may have come with the folder, keeps runs from being sent
 * and never has them sent: then they are recorded, and wait.
 * @throws {Error} if it is no mode
 */
export function readMode({ environment, dotEnv }: VariableSources): AskedMode | undefined {
  const own = modeIn({ environment }, 'WANDB_MODE');
  if (own) return { mode: own };
  const usual = modeIn({ environment }, defaultMode);
  const asked = modeIn({ environment: {}, dotEnv }, 'WANDB_MODE');
  const mode = asked ?? usual;
  if (mode === undefined) return undefined;
  if (asked !== 'online' || usual === 'online') return { mode };
  const warning =
    'WANDB_MODE=online in .env does not send runs by itself, since the file may have come with the folder: they are recorded, and digits sync sends them. To send while they train: --wandb online, or WANDB_MODE=online in the environment.';
  return { mode: 'offline', warning };
}

function modeIn(sources: VariableSources, name: string): TrackingMode | undefined {
  const found = find(sources, name);
  return found && modeOf(found.text, found.source);
}

/** A variable that is set, from the first source that has it. */
function find({ environment, dotEnv }: VariableSources, name: string): { readonly text: string; readonly source: string } | undefined {
  const all: readonly [string, Variables | undefined][] = [
    ['the environment', environment],
    ['.env', dotEnv],
  ];
  for (const [source, variables] of all) {
    const text = variables?.[name]?.trim() ?? '';
    if (text !== '') return { text, source };
  }
  return undefined;
}

/** The server of the first source that has a key; without any, the one that the environment names. */
function baseUrlOf(sources: VariableSources): string {
  const [first] = variableKeys(sources);
  return first?.baseUrl ?? parseBaseUrl(withoutOwnEndpoint(sources.environment)['WANDB_BASE_URL']?.trim() || wandbCloud);
}

function warningsAbout({ environment, dotEnv }: VariableSources): string[] {
  const named = withoutOwnEndpoint(dotEnv ?? {})['WANDB_BASE_URL']?.trim() ?? '';
  // A file that came with a folder could have the key of the environment sent to a stranger's server.
  if (named === '' || variableKeys({ environment: {}, dotEnv }).length > 0) return [];
  if (environment['WANDB_BASE_URL']?.trim() === named) return [];
  return ['WANDB_BASE_URL in .env has no effect without a key beside it: a key is only sent to the server that it was set with.'];
}

function modeOf(text: string, source: string): TrackingMode {
  switch (text.toLowerCase()) {
    case 'online':
    case 'run':
    case 'shared':
      return 'online';
    case 'offline':
    case 'dryrun':
      return 'offline';
    case 'disabled':
      return 'off';
    default:
      throw new Error(`WANDB_MODE in ${source}: “${text}” is no mode; expected online, offline or disabled.`);
  }
}
