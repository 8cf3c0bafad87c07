/**
 * What a host and a page in a webview say to each other, whatever the panel shows. The page says what it has received; the host sends the
 * state as a whole, then what becomes different, one message at a time. Either side may ask the other.
 */
import type { Answer, Request } from './requests';

/** What a host says to a page. */
export interface ToPage {
  /** Everything that is shown. */
  readonly state: unknown;
  /** What becomes different of it. */
  readonly change: unknown;
  readonly request: unknown;
}

/** Numbers of messages grow over the life of a panel, over its pages too. */
export type HostMessage<To extends ToPage> =
  | { readonly type: 'hydrate'; readonly number: number; readonly state: To['state'] }
  /** Changes what the message with the number before this one came to. */
  | { readonly type: 'changes'; readonly number: number; readonly changes: readonly To['change'][] }
  | OfSession<Request<To['request']> | Answer<unknown>>;

export type PageMessage<From> =
  /** The number of the message that the page's state is of; 0 before the first. Said after every one, also after one that was passed over. */
  { readonly type: 'received'; readonly number: number } | OfSession<Request<From> | Answer<unknown>>;

/** Ids of requests begin anew with each session: a page, or one showing of a panel. An answer is for the session that asked. */
export type OfSession<M> = M & { readonly session: string };
