import path from 'node:path';
import type { WandbTarget } from '../contract/tracking';
import type { UserState } from '../files/userState';

/** What this user asked for about a run, in this process or another one. */
export interface BegunUpload {
  /** Where it was recorded for, or sent to. */
  readonly target: WandbTarget;
  /** It is to be sent and has not arrived: whoever comes next goes on with it. */
  readonly isWaiting: boolean;
}

/**
 * The runs that this user began to record or to send. A run's folder says so too, but it may have come from elsewhere: what it says is shown,
 * and followed when a person says so.
 */
export class BegunUploads {
  constructor(private readonly state: UserState) {}

  async find(runFolder: string): Promise<BegunUpload | undefined> {
    return (await this.state.read(nameOf(runFolder))) as BegunUpload | undefined;
  }

  /** @throws the system's error, if it cannot be kept */
  async remember(runFolder: string, begun: BegunUpload): Promise<void> {
    await this.state.write(nameOf(runFolder), begun);
  }

  /** A run that was not begun is no error. */
  async forget(runFolder: string): Promise<void> {
    await this.state.remove(nameOf(runFolder));
  }
}

/** Whether what a folder names is the place that is asked for; who names no user or team leaves it open. */
export function isSamePlace(named: WandbTarget, asked: WandbTarget): boolean {
  const isSameEntity = named.entity === '' || named.entity === asked.entity;
  return isSameEntity && named.baseUrl === asked.baseUrl && named.project === asked.project;
}

/** `team/project at api.wandb.ai` */
export function placeInWords({ baseUrl, entity, project }: WandbTarget): string {
  return `${[entity, project].filter(Boolean).join('/')} at ${new URL(baseUrl).host}`;
}

function nameOf(runFolder: string): string {
  return path.resolve(runFolder);
}
