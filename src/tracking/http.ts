/** The little of the web's fetch that tracking uses: what Node's and undici's have in common. */
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
  text(): Promise<string>;
}

export type Fetch = (url: string, request: HttpRequest) => Promise<HttpAnswer>;

/**
 * For a process that no editor has set up: goes through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, in either case, which
 * Node's own fetch does not look at. Certificates of NODE_EXTRA_CA_CERTS are Node's own affair.
 */
export function environmentFetch(): Fetch {
  let agent: EnvHttpProxyAgent | undefined;
  // With the first request, since a proxy's address that is none is a request that fails.
  return async (url, request) => undiciFetch(url, { ...request, dispatcher: (agent ??= new EnvHttpProxyAgent()) });
}
