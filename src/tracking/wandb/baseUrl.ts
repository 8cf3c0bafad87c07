import { wandbCloud } from '../../contract/tracking';

/**
 * The address of a W&B server in the one form in which addresses are compared: without a slash at its end.
 * @throws {Error} if it is none that a key could be sent to
 */
export function parseBaseUrl(text: string): string {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new Error(`“${withoutCredentials(text)}” is no address of a W&B server: expected something like ${wandbCloud}.`);
  // The pages that a person sees are at another address than the server.
  if (['wandb.ai', 'app.wandb.ai', 'www.wandb.ai'].includes(url.hostname) || (url.hostname === 'api.wandb.ai' && url.protocol === 'http:'))
    throw new Error(`“${text}” is not the address of W&B's server: that is ${wandbCloud}.`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Where the pages of a server are that a person sees, without a slash at their end; as the official client has it. */
export function pagesUrl(baseUrl: string): string {
  if (baseUrl.includes('://api.wandb.')) return baseUrl.replace('://api.', '://');
  return baseUrl.replace('://api.', '://app.');
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/@]*@/, '//…@');
}
