import type { Tracking, WandbTarget } from '../../contract/tracking';

/** A target that W&B would not accept. The message says which part, what is possible and what to do. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}

/** In a name that is a part of an address W&B's clients refuse these. */
const FORBIDDEN = /[/\\#?%:]/;
const LONGEST = 128;

/**
 * Checks what a person has set, before anything is written or sent.
 * @throws {TargetError}
 */
export function validateTarget({ baseUrl, entity, project, group, jobType }: WandbTarget): void {
  validateBaseUrl(baseUrl);
  if (project === '') throw new TargetError('The W&B project is empty; expected its name, for example digits.');
  for (const [what, name] of [
    ['project', project],
    ['entity', entity],
  ] as const) {
    const found = FORBIDDEN.exec(name)?.[0];
    if (found !== undefined) {
      const hint = what === 'project' && found === '/' ? ' The user or team before the slash is the entity: set it apart.' : '';
      throw new TargetError(`The W&B ${what} ${JSON.stringify(name)} has a "${found}"; it may have none of / \\ # ? % :.${hint}`);
    }
    if (name !== name.trim())
      throw new TargetError(`The W&B ${what} ${JSON.stringify(name)} begins or ends with a space: take the space away.`);
  }
  for (const [what, text] of Object.entries({ project, entity, group, 'job type': jobType })) {
    if (text.length > LONGEST)
      throw new TargetError(`The W&B ${what} has ${text.length} characters; it may have ${LONGEST}: ${text.slice(0, 40)}…`);
    // oxlint-disable-next-line no-control-regex
    if (/[\u0000-\u001f\u007f]/.test(text))
      throw new TargetError(`The W&B ${what} ${JSON.stringify(text)} has a line break or control character.`);
  }
}

/** @throws {TargetError} if it is not where a W&B server can be */
export function validateBaseUrl(baseUrl: string): void {
  const wrong = (why: string): TargetError =>
    new TargetError(`The address of the W&B server, ${JSON.stringify(baseUrl)}, ${why}; expected one like https://api.wandb.ai.`);
  if (!URL.canParse(baseUrl)) throw wrong('is no URL');
  const { protocol, hostname, username, password, search, hash } = new URL(baseUrl);
  if (protocol !== 'https:' && protocol !== 'http:') throw wrong(`begins with ${protocol}`);
  // Not shown: it may be a key.
  if (username || password)
    throw new TargetError('The address of the W&B server has a user or password in it: sign in with a key instead.');
  if (search || hash) throw wrong('has a ? or #');
  if (baseUrl.endsWith('/')) throw wrong('ends with a slash');
  if (hostname === 'wandb.ai' || hostname === 'app.wandb.ai') throw wrong('is that of the pages of W&B, not of its server');
  if (hostname.endsWith('.wandb.ai') && protocol === 'http:') throw wrong('is not encrypted');
}

/** Whether the project that a folder names is the requested one; a folder that names no user or team matches any. */
export function isSameProject(named: WandbTarget, asked: WandbTarget): boolean {
  const isSameEntity = named.entity === '' || named.entity === asked.entity;
  return isSameEntity && named.baseUrl === asked.baseUrl && named.project === asked.project;
}

/** `team/project at api.wandb.ai` */
export function projectInWords({ baseUrl, entity, project }: WandbTarget): string {
  return `${[entity, project].filter(Boolean).join('/')} at ${new URL(baseUrl).host}`;
}

/**
 * The target of a run that was recorded. If a part of it was sent already, the rest goes to the same target. Otherwise the recorded target
 * stays, but on the server that is set now; entity and project are those that are set now if the recorded ones were refused.
 */
export function targetNow({ target, sync }: Tracking, current: WandbTarget): WandbTarget {
  if (sync.url !== undefined) return target;
  const { baseUrl, entity, project } = current;
  if (sync.status === 'failed') return { ...target, baseUrl, entity, project };
  return { ...target, baseUrl, entity: target.entity || entity };
}
