import type { FromDashboard, SavedView, ToDashboard } from '../src/contract/dashboard';

interface VsCodeApi {
  postMessage(message: FromDashboard): void;
  getState(): SavedView | undefined;
  setState(state: SavedView): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** Says something to the extension. */
export function send(message: FromDashboard): void {
  api.postMessage(message);
}

/** Listens to the extension. */
export function onMessage(listener: (message: ToDashboard) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<ToDashboard>) => listener(data));
}

/** What the panel showed before a tab switch or a restart. */
export const savedView = (): SavedView | undefined => api.getState();

/** Keeps what the panel shows. */
export const saveView = (view: SavedView): void => api.setState(view);
