import type { Fetch } from '../../tracking/http';

/** The network as VS Code's proxy settings have it: VS Code puts a fetch of its own in the place of Node's, so it is looked up each time. */
export const editorFetch: Fetch = (url, request) => globalThis.fetch(url, request);
