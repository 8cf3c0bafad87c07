/**
 * The messages between a host and a page in a webview, whatever the panel shows. The host sends the whole state first and then changes, one
 * message at a time; the page acknowledges what it has received. Either side may send requests.
 */
import type { Answer, Request } from './requests';

/** What a host says to a page. */
export interface ToPage {
  /** Everything that is shown. */
  readonly state: unknown;
  /** A change of that state. */
  readonly change: unknown;
  readonly request: unknown;
}

/** The numbers of messages increase over the whole life of a panel, even when its page is loaded anew. */
export type HostMessage<To extends ToPage> =
  | { readonly type: 'hydrate'; readonly number: number; readonly state: To['state'] }
  /** Changes to the state as it is after the message with the preceding number. */
  | { readonly type: 'changes'; readonly number: number; readonly changes: readonly To['change'][] }
  | OfSession<Request<To['request']> | Answer<unknown>>;

export type PageMessage<From> =
  /**
   * The number of the message that the page's state is of; 0 before the first. Said after every one, also after one that was passed over.
   * `isAgain`: it was said before, and nothing has come.
   */
  { readonly type: 'received'; readonly number: number; readonly isAgain?: boolean } | OfSession<Request<From> | Answer<unknown>>;

/**
 * Ids of requests start again with each session: a page, or a time for which a panel is shown. An answer belongs to the session that asked.
 */
export type OfSession<M> = M & { readonly session: string };
