/** Requests and answers as they arrive over a channel, see ../requests.ts. What is asked and answered has a description of its own. */
import * as v from 'valibot';
import { only, record, text, whole } from './basics';

const id = whole(1);

export const request = record({ type: only('request'), id, body: v.unknown() });

/** Where there is an error there is no body. */
export const answer = record({ type: only('answer'), id, body: v.exactOptional(v.unknown()), error: v.exactOptional(text) });
