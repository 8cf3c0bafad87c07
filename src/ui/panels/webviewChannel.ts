import type { HostMessage, PageMessage, ToPage } from '../../contract/channel';
import { AnsweringSide, AskingSide } from '../../contract/channelRequests';
import { packed } from '../../contract/packed';
import type { Clock } from '../../util/clock';
import type { Disposable, Event } from '../../util/emitter';
import { PageStream, type Following } from './pageStream';

/** What a channel needs of a panel. Its page is gone when it is hidden; a new one says what it has received when it is shown again. */
export interface ChannelPanel {
  readonly isVisible: boolean;
  readonly post: (message: unknown) => void;
  readonly onMessage: Event<unknown>;
  /** It was shown or hidden. */
  readonly onVisibility: Event<unknown>;
}

export interface ChannelOptions<To extends ToPage, From> {
  readonly panel: ChannelPanel;
  /** A message of the page, by its description. Throws what is wrong with one that is none. */
  readonly parse: (data: unknown) => PageMessage<From>;
  /** Begins to follow what the page shows; undefined if there is nothing to show any more. */
  readonly follow: (tell: (change: To['change']) => void) => Following<To['state']> | undefined;
  /** Does what the page asks. What it throws is the answer's error. */
  readonly answer: (request: From) => unknown;
  /** A message was none, or what is shown could not be read. */
  readonly onTrouble: (error: Error) => void;
  readonly log: (line: string) => void;
  readonly clock: Clock;
}

/**
 * The host's side of the channel to a panel. It looks at what comes in, hydrates each page and tells it what becomes different while it
 * can be seen, and has both sides ask each other. Its counterpart is webview/shared/channel.ts.
 */
export class WebviewChannel<To extends ToPage, From> implements Disposable {
  private readonly listening: readonly Disposable[];
  private readonly answering: AnsweringSide<From>;
  private stream: PageStream<To['state'], To['change']> | undefined;
  /** Of the last message of any page: what was meant for an earlier page is known by it. */
  private number = 0;
  private sessions = 0;
  private asking: AskingSide<To['request']>;
  /** Requests that wait for the page to show something. */
  private unsent: HostMessage<To>[] = [];
  private isDisposed = false;

  constructor(private readonly options: ChannelOptions<To, From>) {
    const { panel, answer } = options;
    this.answering = new AnsweringSide(answer, message => this.post(message));
    this.asking = this.newSession();
    this.listening = [
      panel.onMessage(message => this.receive(message)),
      panel.onVisibility(() => {
        if (panel.isVisible) this.prepare();
        else this.endPage('The panel was hidden.');
      }),
    ];
  }

  /** Begins to read what the page will show, while the page itself is still loaded. */
  prepare(): void {
    if (!this.isDisposed && this.options.panel.isVisible && !this.stream) this.beginPage();
  }

  /**
   * Asks the page something, as soon as it shows something.
   * @throws {RequestError} with the page's reason, or that it was hidden or closed
   */
  ask<A>(request: To['request'], parse: (answer: unknown) => A): Promise<A> {
    return this.asking.ask(request, parse);
  }

  /** The panel is closed, or is no longer this channel's. */
  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    for (const one of this.listening) one.dispose();
    this.endPage('The panel was closed.');
    this.asking.closed('The panel was closed.');
  }

  private receive(data: unknown): void {
    const { parse, onTrouble } = this.options;
    let message: PageMessage<From>;
    try {
      message = parse(data);
    } catch (error) {
      return onTrouble(error as Error);
    }
    switch (message.type) {
      case 'received':
        return this.received(message);
      case 'request':
        return this.answering.receive(message);
      case 'answer':
        return this.asking.answer(message);
    }
  }

  private received({ number, isAgain = false }: Extract<PageMessage<From>, { type: 'received' }>): void {
    if (!this.options.panel.isVisible) return;
    if (!this.stream) this.beginPage();
    this.stream?.received(number, isAgain);
    if (!this.stream?.isShown) return;
    for (const message of this.unsent.splice(0)) this.post(message);
  }

  private beginPage(): void {
    const { follow, clock, onTrouble } = this.options;
    let begun: PageStream<To['state'], To['change']> | undefined;
    const following = follow(change => begun?.tell(change));
    if (!following) return;
    const options = { post: (message: HostMessage<To>) => this.post(message), nextNumber: () => ++this.number, clock };
    const stream = new PageStream<To['state'], To['change']>(following, options);
    begun = this.stream = stream;
    stream.start().catch((error: Error) => {
      stream.dispose();
      // The page asks again.
      if (this.stream === stream) this.stream = undefined;
      onTrouble(error);
    });
  }

  private endPage(why: string): void {
    this.stream?.dispose();
    this.stream = undefined;
    this.unsent = [];
    this.asking.closed(why);
    this.asking = this.newSession();
  }

  private newSession(): AskingSide<To['request']> {
    const post = (request: HostMessage<To>): void => {
      if (this.stream?.isShown) this.post(request);
      else this.unsent.push(request);
    };
    return new AskingSide(`host ${++this.sessions}`, post, this.options.log);
  }

  private post(message: HostMessage<To>): void {
    if (!this.isDisposed) this.options.panel.post(message.type === 'hydrate' ? packed(message) : message);
  }
}
