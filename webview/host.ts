import type { FromDashboard, SavedView, ToDashboard } from '../src/contract/dashboard';
import { withVisibleText } from './visibleText';

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

/** Listens to the extension. All the text in what it says is such that it may be shown. */
export function onMessage(listener: (message: ToDashboard) => void): void {
  window.addEventListener('message', ({ data }: MessageEvent<ToDashboard>) => listener(withVisibleText(data)));
}

/** What the panel showed before a tab switch or a restart. */
export const savedView = (): SavedView | undefined => api.getState();

/** Keeps what the panel shows. */
export const saveView = (view: SavedView): void => api.setState(view);
