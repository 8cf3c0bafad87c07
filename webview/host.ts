import { parseToDashboard, type FromDashboard, type SavedView, type ToDashboard } from '../src/contract/dashboard';
import { applyChange } from '../src/contract/dashboardState';
import { systemClock } from '../src/util/clock';
import { PageChannel } from './channel';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): SavedView | undefined;
  setState(state: SavedView): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** To the extension. */
export const channel = new PageChannel<ToDashboard, FromDashboard>({
  post: message => api.postMessage(message),
  parse: parseToDashboard,
  applyChange,
  session: crypto.getRandomValues(new Uint32Array(4)).join('-').slice(0, 40),
  onTrouble: ({ message }) => send({ type: 'failed', message }),
  clock: systemClock,
});

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => channel.receive(data));

/** Asks the extension for something. It tells the user itself what goes wrong. */
export function send(request: FromDashboard): void {
  channel.ask(request, () => undefined).catch(() => undefined);
}

/** What the panel showed before a tab switch or a restart. */
export const savedView = (): SavedView | undefined => api.getState();

/** Keeps what the panel shows. */
export const saveView = (view: SavedView): void => api.setState(view);
