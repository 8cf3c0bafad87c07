import { EnvHttpProxyAgent, fetch } from 'undici';
import type { HttpAnswer, HttpRequest } from './http';

let agent: EnvHttpProxyAgent | undefined;

/**
 * For a process that no editor has set up: goes through the proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, in either case, which
 * Node's own fetch does not look at. Certificates of NODE_EXTRA_CA_CERTS are Node's own affair.
 */
export async function environmentFetch(url: string, request: HttpRequest): Promise<HttpAnswer> {
  // With the first request, since a proxy's address that is none is a request that fails.
  return fetch(url, { ...request, dispatcher: (agent ??= new EnvHttpProxyAgent()) });
}
