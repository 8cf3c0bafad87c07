import type { HostMessage, ToPage } from '../../src/contract/channel';
import { systemClock } from '../../src/util/clock';
import { PageChannel, type PageListener } from './channel';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface HostOptions<To extends ToPage, From> {
  /** A message of the host, by its description. Throws what is wrong with one that is none. */
  readonly parse: (data: unknown) => HostMessage<To>;
  /** What a change makes of the state. */
  readonly applyChange: (state: To['state'], change: To['change']) => To['state'];
  /** What tells the host that something broke in the page. */
  readonly failed: (message: string) => From;
}

/** The extension, as a page knows it. */
export interface Host<To extends ToPage, From> {
  /** Says that the page is there, and follows its state. */
  readonly open: (listener: PageListener<To>) => void;
  /** Asks for something. The host tells the user itself what goes wrong. */
  readonly send: (request: From) => void;
  /** The same for what has an answer. @throws {RequestError} with the host's reason */
  readonly ask: <A>(request: From, parse: (answer: unknown) => A) => Promise<A>;
  /** What the panel showed before a tab switch or a restart. */
  readonly savedView: () => unknown;
  /** Keeps what the panel shows. */
  readonly saveView: (view: object) => void;
}

/** Connects a page to the extension, which hears of every error in it. Can be done once a page. */
export function connectToHost<To extends ToPage, From>({ parse, applyChange, failed }: HostOptions<To, From>): Host<To, From> {
  const api = acquireVsCodeApi();
  const tell = (message: string): void => send(failed(message));
  const channel = new PageChannel<To, From>({
    post: message => api.postMessage(message),
    parse,
    applyChange,
    session: crypto.getRandomValues(new Uint32Array(4)).join('-').slice(0, 40),
    onTrouble: ({ message }) => tell(message),
    clock: systemClock,
  });
  const send = (request: From): void => void channel.ask(request, () => undefined).catch(() => undefined);
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => channel.receive(data));
  window.addEventListener('error', ({ message }) => tell(message));
  window.addEventListener('unhandledrejection', ({ reason }) => tell(String(reason)));
  return {
    open: listener => channel.open(listener),
    send,
    ask: (request, parse) => channel.ask(request, parse),
    savedView: () => api.getState(),
    saveView: view => api.setState(view),
  };
}
