import type { IncomingMessage } from 'node:http';

/** What was asked and how it ended, in the order of asking. */
export interface RequestRecord {
  /** From 0. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
  /** `UpsertBucket` and so on for GraphQL, `file_stream`, `storage`, or the path of what is none of them. */
  readonly operation: string;
  /** What is put to the storage: `run file NAME`, `artifact file NAME`, `manifest`. */
  readonly subject: string | undefined;
  /** Without the key. */
  readonly headers: Readonly<Record<string, string>>;
  /** GraphQL variables or the body of file_stream, parsed. */
  readonly body: unknown;
  /** An HTTP status; `reset` the connection was broken; `open` there is no answer, or not yet. */
  readonly status: number | 'reset' | 'open';
}

/** A request's headers; of a credential only that there was one. */
export function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = name === 'authorization' || name === 'cookie' ? '(a credential)' : String(value);
  return headers;
}
