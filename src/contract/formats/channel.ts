/** The descriptions of the messages between a host and a page in a webview, made from those of the panel's own parts. */
import * as v from 'valibot';
import type { HostMessage, PageMessage, ToPage } from '../channel';
import { flag, list, only, record, text, whole } from './basics';

type SchemaOf<T> = v.GenericSchema<unknown, T>;

const session = v.pipe(v.string('text'), v.maxLength(40, 'a shorter text'));

const answer = record({
  type: only('answer'),
  session,
  id: whole(1),
  body: v.exactOptional(v.unknown()),
  error: v.exactOptional(text),
});

function request<T>(body: SchemaOf<T>) {
  return record({ type: only('request'), session, id: whole(1), body });
}

/** A message of a page. TypeScript cannot infer the type from a generic description, so it is stated here. */
export function pageMessage<From>(body: SchemaOf<From>): SchemaOf<PageMessage<From>> {
  const received = record({ type: only('received'), number: whole(0), isAgain: v.exactOptional(flag) });
  return v.variant('type', [received, request(body), answer], 'a message of a page') as v.GenericSchema as SchemaOf<PageMessage<From>>;
}

/** A message of a host. */
export function hostMessage<To extends ToPage>(parts: { readonly [P in keyof To]: SchemaOf<To[P]> }): SchemaOf<HostMessage<To>> {
  const hydrate = record({ type: only('hydrate'), number: whole(1), state: parts.state });
  const changes = record({ type: only('changes'), number: whole(1), changes: list(parts.change) });
  const messages = [hydrate, changes, request(parts.request), answer] as const;
  return v.variant('type', messages, 'a message of the host') as v.GenericSchema as SchemaOf<HostMessage<To>>;
}
