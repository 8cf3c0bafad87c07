import type { Clock } from '../../util/clock';
import type { Disposable } from '../../util/emitter';

/** What a panel shows, followed for as long as a page shows it. */
export interface Following<State> extends Disposable {
  /** Settles when the state is whole. */
  readonly loaded: Promise<void>;
  /** Once it is loaded: with all changes that were told. */
  readonly state: State;
}

export type StreamMessage<State, Change> =
  | { readonly type: 'hydrate'; readonly number: number; readonly state: State }
  | { readonly type: 'changes'; readonly number: number; readonly changes: readonly Change[] };

export interface StreamOptions<State, Change> {
  readonly post: (message: StreamMessage<State, Change>) => void;
  readonly nextNumber: () => number;
  readonly clock: Clock;
}

/** A page is told something at most so often. */
export const PAUSE_MS = 100;
/** So long a page may take to say that it has received something, before it is hydrated again; each time in vain twice as long. */
export const RECEIPT_MS = 5_000;
const LONGEST_RECEIPT_MS = 60_000;
/** Instead of more changes than this the page gets the state that they come to. */
const MOST_CHANGES = 1_000;

/**
 * Keeps a page at the state of what it shows: first all of it, then what becomes different. The next message goes out when the page has
 * received the one before and the pause is over; a page that is found at another message than the last gets the whole state again.
 */
export class PageStream<State, Change> implements Disposable {
  private isLoaded = false;
  /** Whether there is a page: it has said so. */
  private isThere = false;
  private isDisposed = false;
  private waiting: Change[] = [];
  private isToHydrate = true;
  private wasReceived = false;
  /** Of the last message. */
  private number = 0;
  private receiptMs = RECEIPT_MS;
  private cancelPause: (() => void) | undefined;
  /** While a message is under way. */
  private cancelReceipt: (() => void) | undefined;

  constructor(
    private readonly following: Following<State>,
    private readonly options: StreamOptions<State, Change>,
  ) {}

  /** Begins as soon as the state is whole and there is a page. @throws what kept it from being so */
  async start(): Promise<void> {
    await this.following.loaded;
    this.isLoaded = true;
    this.send();
  }

  /** Something became different. */
  tell(change: Change): void {
    // It is part of the state that goes out next.
    if (!this.isLoaded || this.isToHydrate) return;
    this.waiting.push(change);
    if (this.waiting.length > MOST_CHANGES) this.isToHydrate = true;
    this.send();
  }

  /** Whether the page shows something by now. */
  get isShown(): boolean {
    return this.wasReceived;
  }

  /**
   * The page is at a message.
   * @param isAgain whether it has said so before, and grows impatient
   */
  received(number: number, isAgain = false): void {
    this.isThere = true;
    if (!this.isLoaded || this.isDisposed) return;
    // What it waits for is on its way: a busy page would get it twice.
    if (isAgain && this.cancelReceipt) return;
    this.cancelReceipt?.();
    this.cancelReceipt = undefined;
    if (number === this.number) {
      this.wasReceived = true;
      this.receiptMs = RECEIPT_MS;
    } else this.isToHydrate = true;
    this.send();
  }

  dispose(): void {
    this.isDisposed = true;
    this.cancelPause?.();
    this.cancelReceipt?.();
    this.following.dispose();
  }

  private send(): void {
    if (!this.isLoaded || !this.isThere || this.isDisposed || this.cancelPause || this.cancelReceipt) return;
    if (!this.isToHydrate && this.waiting.length === 0) return;
    const { nextNumber, clock, post } = this.options;
    const [changes, isWhole] = [this.waiting, this.isToHydrate];
    this.waiting = [];
    this.isToHydrate = false;
    this.number = nextNumber();
    this.cancelPause = clock.after(PAUSE_MS, () => {
      this.cancelPause = undefined;
      this.send();
    });
    this.cancelReceipt = clock.after(this.receiptMs, () => {
      this.receiptMs = Math.min(2 * this.receiptMs, LONGEST_RECEIPT_MS);
      // As if the page were still at the beginning.
      this.received(0);
    });
    if (isWhole) post({ type: 'hydrate', number: this.number, state: this.following.state });
    else post({ type: 'changes', number: this.number, changes });
  }
}
