/**
 * Why a server did not do what it was asked: `unreachable` no answer came; `busy` it could not, just now; `key` it does not accept
 * the key; `refused` it will not, whenever it is asked.
 */
export type RequestTrouble = 'unreachable' | 'busy' | 'key' | 'refused';

/** A request that failed. The message is for a person: which server, what was asked, what it said. Never a key. */
export class RequestError extends Error {
  override readonly name: string = 'RequestError';

  constructor(
    readonly trouble: RequestTrouble,
    message: string,
    /** How long the server asks to wait. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** Whether asking again may help. */
export function isPassing(error: unknown): error is RequestError {
  return error instanceof RequestError && (error.trouble === 'unreachable' || error.trouble === 'busy');
}
