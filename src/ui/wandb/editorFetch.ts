import type { Fetch } from '../../tracking/http';

/** A fetch that respects VS Code's proxy settings: VS Code replaces Node's fetch by its own, so it is looked up at each call. */
export const editorFetch: Fetch = (url, request) => globalThis.fetch(url, request);
