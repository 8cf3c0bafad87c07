import type { RequestRecord } from './requestLog';

/** How a request fails, once. */
export type Fault =
  /** Answered so, and nothing was done. */
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** HTTP 200 with an `errors` list, and nothing was done. */
  | { readonly kind: 'graphqlError'; readonly message: string }
  /** Never answered, and nothing was done. */
  | { readonly kind: 'noAnswer' }
  /** The connection breaks, in the middle of the body where there is a long one; nothing was done. */
  | { readonly kind: 'reset' }
  /** It was done, but the connection breaks before the answer. */
  | { readonly kind: 'lostAnswer' }
  /** The storage says that other bytes came than announced (400 BadDigest); a commit answers with another digest than it was given. */
  | { readonly kind: 'wrongDigest' };

/** Which request: its operation (`UpsertBucket`, `file_stream`, `storage`), its number among all, or what a function says of it. */
export type Match = string | number | ((request: RequestRecord) => boolean);

/** The faults that wait for their request. */
export class Faults {
  private waiting: { readonly match: Match; readonly fault: Fault; left: number }[] = [];

  add(match: Match, fault: Fault, times: number): void {
    this.waiting.push({ match, fault, left: times });
  }

  /** How many are still waiting: a test that expects them to have happened can say so. */
  get count(): number {
    return this.waiting.reduce((sum, { left }) => sum + left, 0);
  }

  take(request: RequestRecord): Fault | undefined {
    const found = this.waiting.find(({ match }) => fits(match, request));
    if (found === undefined) return undefined;
    found.left--;
    this.waiting = this.waiting.filter(({ left }) => left > 0);
    return found.fault;
  }
}

function fits(match: Match, request: RequestRecord): boolean {
  if (typeof match === 'function') return match(request);
  return typeof match === 'number' ? request.index === match : request.operation === match;
}
