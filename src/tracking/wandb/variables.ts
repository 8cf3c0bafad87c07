import { wandbCloud, type WandbMode, type WandbTarget } from '../../contract/tracking';
import type { Variables } from '../../files/dotEnv';
import { parseBaseUrl } from './baseUrl';
import { variableKeys, type KeyPlaces } from './credentials';

type Places = Pick<KeyPlaces, 'environment' | 'dotEnv'>;

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
export function readVariables(places: Places): AskedByVariables {
  const textOf = (name: string): string => find(places, name)?.text ?? '';
  return {
    target: {
      baseUrl: baseUrlOf(places),
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
    warnings: warningsAbout(places),
  };
}

/** Which parts of the place that runs go to `.env` alone decides. */
export function partsOfEnvFile({ environment, dotEnv }: Places): ('baseUrl' | 'entity' | 'project')[] {
  const [all, own] = [readVariables({ environment, dotEnv }).target, readVariables({ environment }).target];
  return (['baseUrl', 'entity', 'project'] as const).filter(part => all[part] !== own[part]);
}

/** What a container's image sets, so that whatever its user says with WANDB_MODE counts more, in `.env` too. */
const defaultMode = 'DIGITS_WANDB_MODE';

/** What is to be done with runs, and what a person should know about it. */
export interface AskedMode {
  readonly mode: WandbMode;
  readonly warning?: string;
}

/**
 * What WANDB_MODE asks for; undefined if it is not set. That of `.env`, which may have come with the folder, keeps runs from being sent
 * and never has them sent: then they are recorded, and wait.
 * @throws {Error} if it is no mode
 */
export function readMode({ environment, dotEnv }: Places): AskedMode | undefined {
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

function modeIn(places: Places, name: string): WandbMode | undefined {
  const found = find(places, name);
  return found && modeOf(found.text, found.place);
}

/** A variable that is set, in the first place where it is. */
function find({ environment, dotEnv }: Places, name: string): { readonly text: string; readonly place: string } | undefined {
  const sources: readonly [string, Variables | undefined][] = [
    ['the environment', environment],
    ['.env', dotEnv],
  ];
  for (const [place, variables] of sources) {
    const text = variables?.[name]?.trim() ?? '';
    if (text !== '') return { text, place };
  }
  return undefined;
}

/** The server of the first place that has a key; without any, the one that the environment names. */
function baseUrlOf(places: Places): string {
  const [first] = variableKeys(places);
  return first?.baseUrl ?? parseBaseUrl(places.environment['WANDB_BASE_URL']?.trim() || wandbCloud);
}

function warningsAbout({ environment, dotEnv }: Places): string[] {
  const named = dotEnv?.['WANDB_BASE_URL']?.trim() ?? '';
  // Somebody else's file could have the key of the environment sent to their server.
  if (named === '' || variableKeys({ environment: {}, dotEnv }).length > 0) return [];
  if (environment['WANDB_BASE_URL']?.trim() === named) return [];
  return ['WANDB_BASE_URL in .env has no effect without a key beside it: a key is only sent to the server that it was set with.'];
}

function modeOf(text: string, place: string): WandbMode {
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
      throw new Error(`WANDB_MODE in ${place}: “${text}” is no mode; expected online, offline or disabled.`);
  }
}
