import { ParameterError } from '../contract/parameters';
import type { RunFailed } from '../contract/trainer';
import { DataError } from '../data/dataError';
import { EngineError } from '../engine/runtime';
import { LostRunError } from '../runFolder/ownership';
import { RunFolderError } from '../runFolder/runFolderError';
import { messageOf } from '../util/messageOf';
import type { UnstampedEvent } from './unstampedEvent';

/** The event that tells of an error. */
export function failureOf(error: unknown): UnstampedEvent & { readonly type: 'runFailed' } {
  return { type: 'runFailed', cause: causeOf(error), message: messageOf(error) };
}

/** What went wrong, by the kind of the error. */
export function causeOf(error: unknown): RunFailed['cause'] {
  if (error instanceof ParameterError) return 'parameters';
  if (error instanceof DataError) return 'data';
  if (error instanceof LostRunError) return 'lost';
  if (error instanceof RunFolderError) return 'storage';
  return error instanceof EngineError ? 'engine' : 'training';
}
