import { validateBaseUrl } from './target';

/**
 * The address of a W&B server in the one form in which addresses are compared: without a slash at its end.
 * @throws {TargetError} if it is none that a key could be sent to
 */
export function parseBaseUrl(text: string): string {
  const address = withoutLastSlashes(text.trim());
  validateBaseUrl(address);
  const { origin, pathname } = new URL(address);
  return `${origin}${withoutLastSlashes(pathname)}`;
}

function withoutLastSlashes(text: string): string {
  let length = text.length;
  while (text[length - 1] === '/') length--;
  return text.slice(0, length);
}

/** Where the pages of a server are that a person sees, without a slash at their end; as the official client has it. */
export function pagesUrl(baseUrl: string): string {
  if (baseUrl.includes('://api.wandb.')) return baseUrl.replace('://api.', '://');
  return baseUrl.replace('://api.', '://app.');
}
