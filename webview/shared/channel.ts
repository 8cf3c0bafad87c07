import type { HostMessage, PageMessage, ToPage } from '../../src/contract/channel';
import { AnsweringSide, AskingSide } from '../../src/contract/channelRequests';
import { unpacked } from '../../src/contract/packed';
import type { Clock } from '../../src/util/clock';
import { withVisibleText } from './visibleText';

export interface PageChannelOptions<To extends ToPage> {
  readonly post: (message: unknown) => void;
  /** A message of the host, by its description. Throws what is wrong with one that is none. */
  readonly parse: (data: unknown) => HostMessage<To>;
  /** What a change makes of the state. */
  readonly applyChange: (state: To['state'], change: To['change']) => To['state'];
  /** Differs from page to page. */
  readonly session: string;
  /** Something came that is no message of the host, or an answer that no request waits for. */
  readonly onTrouble: (error: Error) => void;
  readonly clock: Clock;
}

export interface PageListener<To extends ToPage> {
  /** @param isWhole whether the host sent the whole state, as it does at first */
  readonly onState: (state: To['state'], isWhole: boolean) => void;
  /** Does what the host asks. */
  readonly answer: (request: To['request']) => unknown;
}

type StateMessage<To extends ToPage> = Extract<HostMessage<To>, { type: 'hydrate' | 'changes' }>;

/** So long the page waits for its first state before it asks for it again; each time in vain twice as long. */
const HYDRATION_MS = 1_000;
const LONGEST_HYDRATION_MS = 30_000;

/**
 * The page's side of the channel to the host. It keeps the state as the host has it, and says what it has received, so that the host
 * notices a loss. All text that it passes on may be shown. Its counterpart is src/ui/panels/webviewChannel.ts.
 */
export class PageChannel<To extends ToPage, From> {
  private readonly asking: AskingSide<From>;
  private answering: AnsweringSide<To['request']> | undefined;
  private listener: PageListener<To> | undefined;
  private state: To['state'] | undefined;
  /** The number of the message that the state is of. */
  private number = 0;

  constructor(private readonly options: PageChannelOptions<To>) {
    const { session, onTrouble } = options;
    this.asking = new AskingSide(
      session,
      request => this.post(request),
      line => onTrouble(new Error(line)),
    );
  }

  /** Says that the page is there. */
  open(listener: PageListener<To>): void {
    this.listener = listener;
    this.answering = new AnsweringSide(listener.answer, answer => this.post(answer));
    this.post({ type: 'received', number: 0 });
    this.waitForState(HYDRATION_MS);
  }

  /** Asks the host something. @throws {RequestError} with the host's reason */
  ask<A>(request: From, parse: (answer: unknown) => A): Promise<A> {
    return this.asking.ask(request, parse);
  }

  /** @param data of a message, which may be another's than the host's */
  receive(data: unknown): void {
    let message: HostMessage<To>;
    try {
      message = withVisibleText(this.options.parse(unpacked(data)));
    } catch (error) {
      return this.options.onTrouble(error as Error);
    }
    switch (message.type) {
      case 'hydrate':
      case 'changes':
        return this.follow(message);
      case 'request':
        return this.answering?.receive(message);
      case 'answer':
        return this.asking.answer(message);
    }
  }

  private follow(message: StateMessage<To>): void {
    if (!this.listener) return;
    const state = this.stateAfter(message);
    if (state !== undefined) [this.state, this.number] = [state, message.number];
    this.post({ type: 'received', number: this.number });
    if (state !== undefined) this.listener.onState(state, message.type === 'hydrate');
  }

  /** Undefined if the message is passed over: it is an older one, or comes after one that was lost. */
  private stateAfter(message: StateMessage<To>): To['state'] | undefined {
    if (message.type === 'hydrate') return message.number > this.number ? message.state : undefined;
    const isNext = this.number > 0 && message.number === this.number + 1;
    return isNext ? message.changes.reduce(this.options.applyChange, this.state) : undefined;
  }

  private waitForState(ms: number): void {
    this.options.clock.after(ms, () => {
      if (this.number > 0) return;
      this.post({ type: 'received', number: 0, isAgain: true });
      this.waitForState(Math.min(2 * ms, LONGEST_HYDRATION_MS));
    });
  }

  private post(message: PageMessage<From>): void {
    this.options.post(message);
  }
}
