import { wandbCloud, type WandbMode, type WandbTarget } from '../../contract/tracking';
import type { Variables } from '../../util/dotEnv';
import { parseBaseUrl } from './baseUrl';
import { variableKeys, type KeyPlaces } from './credentials';

/** What W&B's variables ask for, as the official client reads them. */
export interface AskedByVariables {
  /** Undefined: not said. */
  readonly mode: WandbMode | undefined;
  /** What is not said is undefined, the server alone always is. */
  readonly target: { readonly [K in keyof WandbTarget]: K extends 'baseUrl' ? string : string | undefined };
  readonly tags: readonly string[];
  readonly notes: string | undefined;
  /** What is set and has no effect, for a person. */
  readonly warnings: readonly string[];
}

/**
 * Reads WANDB_PROJECT and its like; those of the environment count before those of `.env`.
 * @throws {Error} if one of them cannot be what it is
 */
export function readVariables(places: Pick<KeyPlaces, 'environment' | 'dotEnv'>): AskedByVariables {
  const sources: readonly [string, Variables][] = [
    ['the environment', places.environment],
    ['.env', places.dotEnv ?? {}],
  ];
  const find = (name: string): { readonly text: string; readonly place: string } | undefined =>
    sources.flatMap(([place, variables]) => {
      const text = variables[name]?.trim() ?? '';
      return text === '' ? [] : [{ text, place }];
    })[0];
  const mode = find('WANDB_MODE');
  const project = find('WANDB_PROJECT');
  const problem = project && projectProblem(project.text);
  if (problem !== undefined) throw new Error(`WANDB_PROJECT in ${project!.place}: ${problem}`);
  return {
    mode: mode && modeOf(mode.text, mode.place),
    target: {
      baseUrl: baseUrlOf(places),
      entity: find('WANDB_ENTITY')?.text,
      project: project?.text,
      group: find('WANDB_RUN_GROUP')?.text,
      jobType: find('WANDB_JOB_TYPE')?.text,
    },
    tags: (find('WANDB_TAGS')?.text.split(',') ?? []).map(tag => tag.trim()).filter(Boolean),
    notes: find('WANDB_NOTES')?.text,
    warnings: warningsAbout(places),
  };
}

/** The server of the first place that has a key; without any, the one that the environment names. */
function baseUrlOf(places: Pick<KeyPlaces, 'environment' | 'dotEnv'>): string {
  const [first] = variableKeys(places);
  return first?.baseUrl ?? parseBaseUrl(places.environment['WANDB_BASE_URL']?.trim() || wandbCloud);
}

function warningsAbout({ environment, dotEnv }: Pick<KeyPlaces, 'environment' | 'dotEnv'>): string[] {
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

/** What keeps a text from being a project's name; undefined if nothing does. */
export function projectProblem(text: string): string | undefined {
  if (text === '') return 'a project has a name; expected 1 to 128 characters.';
  if (text.length > 128) return `a project's name has at most 128 characters, this one has ${text.length}.`;
  const forbidden = /[/\\#?%:]/.exec(text)?.[0];
  return forbidden === undefined ? undefined : `“${text}” cannot be a project's name: “${forbidden}” may not be in it.`;
}
