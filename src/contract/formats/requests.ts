/** Requests and answers as they arrive over a channel, see ../requests.ts: all but their bodies, which have descriptions of their own. */
import * as v from 'valibot';
import { only, record, text, whole } from './basics';

const id = whole(1);

export const requestHead = record({ type: only('request'), id });

/** With an error there is no body. */
export const answerHead = record({ type: only('answer'), id, error: v.exactOptional(text) });

/** The body of a message whose head has been parsed, not yet looked at. */
export function bodyOf(message: unknown): unknown {
  return (message as { readonly body?: unknown }).body;
}
