/** The part of the fetch API that tracking uses: what Node's and undici's have in common. */
import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  readonly redirect: 'manual' | 'follow';
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Null: there is none. */
  readonly body: AnswerBody | null;
}

interface AnswerBody {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array }>;
    cancel(): Promise<void>;
  };
}

/** An answer that is longer than allowed. */
export class LongAnswerError extends Error {
  override readonly name = 'LongAnswerError';
}

/**
 * An answer's text, from UTF-8.
 * @throws {LongAnswerError} if it has more bytes than that, whose rest is not waited for; what breaks the connection
 */
export async function readText({ body }: HttpAnswer, mostBytes: number): Promise<string> {
  if (!body) return '';
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  for (let length = 0; ;) {
    const { done, value } = await reader.read();
    if (done || !value) break;
    length += value.length;
    if (length > mostBytes) {
      await reader.cancel();
      throw new LongAnswerError(`The answer has more than ${mostBytes} bytes.`);
    }
    chunks.push(value);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

export type Fetch = (url: string, request: HttpRequest) => Promise<HttpAnswer>;

/**
 * For a process that no editor has set up: goes through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, in either case, which
 * Node's own fetch does not look at. Certificates of NODE_EXTRA_CA_CERTS are Node's own affair.
 */
export function environmentFetch(): Fetch {
  let agent: EnvHttpProxyAgent | undefined;
  // Created at the first request, so that an invalid address of a proxy fails that request.
  return async (url, request) => undiciFetch(url, { ...request, dispatcher: (agent ??= new EnvHttpProxyAgent()) });
}
