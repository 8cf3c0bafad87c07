/** The part of the fetch API that tracking uses: what Node's and undici's have in common. */

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Record<string, string>;
  /** None with GET. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
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
