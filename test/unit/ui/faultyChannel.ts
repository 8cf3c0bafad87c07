import * as v from 'valibot';
import type { ToPage } from '../../../src/contract/channel';
import { hostMessage, pageMessage } from '../../../src/contract/formats/channel';
import { unpacked } from '../../../src/contract/packed';
import { parseValue } from '../../../src/contract/formats/parse';
import type { Following } from '../../../src/ui/panels/pageStream';
import { WebviewChannel } from '../../../src/ui/panels/webviewChannel';
import { Emitter } from '../../../src/util/emitter';
import { PageChannel } from '../../../webview/shared/channel';
import { FakeClock } from '../util/fakeClock';

/** What these tests show: numbers that become more. */
export interface Numbers extends ToPage {
  readonly state: { readonly numbers: readonly number[] };
  readonly change: { readonly more: number };
  readonly request: { readonly question: number };
}

const body = v.object({ question: v.number() });
const fromPage = pageMessage(body);
const toPage = hostMessage<Numbers>({
  state: v.object({ numbers: v.array(v.number()) }),
  change: v.object({ more: v.number() }),
  request: body,
});

export interface Outcome {
  readonly question: number;
  /** Undefined as long as there is no answer. */
  answer?: unknown;
  reason?: string;
}

/** Lets everything run that waits for nothing but its turn. */
export const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** Both sides of a channel, with a panel between them that delivers messages when and as the test says. */
export class FaultyChannel {
  readonly clock = new FakeClock();
  readonly toPage: unknown[] = [];
  readonly toHost: unknown[] = [];
  /** When the host has posted a message of the stream, and which. */
  readonly posted: { readonly at: number; readonly type: string }[] = [];
  readonly troubles: string[] = [];
  /** Questions that a side was asked, in the order in which it did so. */
  readonly askedOfPage: number[] = [];
  readonly askedOfHost: number[] = [];
  readonly outcomes: Outcome[] = [];
  isVisible = true;
  /** What the host's model has, and how many pages follow it. */
  numbers: readonly number[] = [];
  following = 0;
  /** How the next states are loaded. */
  load: () => Promise<void> = () => Promise.resolve();
  /** What the page shows. */
  shown: Numbers['state'] | undefined;
  page: PageChannel<Numbers, Numbers['request']>;
  private pages = 0;
  private readonly messages = new Emitter<unknown>();
  private readonly visibility = new Emitter<unknown>();
  private readonly changes = new Emitter<Numbers['change']>();
  readonly host: WebviewChannel<Numbers, Numbers['request']>;

  constructor() {
    const panel = {
      isVisible: () => this.isVisible,
      post: (message: unknown) => {
        const { type } = unpacked(message) as { readonly type: string };
        if (type === 'hydrate' || type === 'changes') this.posted.push({ at: this.clock.now, type });
        this.toPage.push(copied(message));
      },
    };
    this.host = new WebviewChannel({
      panel: {
        get isVisible() {
          return panel.isVisible();
        },
        post: panel.post,
        onMessage: this.messages.event,
        onVisibility: this.visibility.event,
      },
      parse: data => parseValue(fromPage, data, 'A message of the page'),
      follow: tell => this.follow(tell),
      answer: ({ question }) => answerTo(question, this.askedOfHost),
      onTrouble: ({ message }) => this.troubles.push(message),
      log: line => this.troubles.push(line),
      clock: this.clock,
    });
    this.page = this.newPage();
  }

  change(more: number): void {
    this.numbers = [...this.numbers, more];
    this.changes.fire({ more });
  }

  hide(): void {
    if (!this.isVisible) return;
    this.isVisible = false;
    this.visibility.fire(undefined);
    this.shown = undefined;
  }

  /** Shows the panel again, with a new page. */
  show(): void {
    if (this.isVisible) return;
    this.isVisible = true;
    this.visibility.fire(undefined);
    this.page = this.newPage();
  }

  /** Moves the panel to another place, where its page begins anew without being hidden. */
  move(): void {
    if (this.isVisible) this.page = this.newPage();
  }

  askPage(question: number): void {
    this.note(
      question,
      this.host.ask({ question }, answer => answer),
    );
  }

  askHost(question: number): void {
    this.note(
      question,
      this.page.ask({ question }, answer => answer),
    );
  }

  deliverToPage(message: unknown): void {
    // A page that is not there hears nothing.
    if (this.isVisible) this.page.receive(copied(message));
  }

  deliverToHost(message: unknown): void {
    this.messages.fire(copied(message));
  }

  /** Delivers everything, and what comes of it, and lets time pass until nothing more comes soon. */
  async settle(ms: number): Promise<void> {
    for (let passed = 0; passed <= ms; passed += 100) {
      for (let rounds = 0; rounds < 4; rounds++) {
        for (const message of this.toHost.splice(0)) this.deliverToHost(message);
        for (const message of this.toPage.splice(0)) this.deliverToPage(message);
        await turn();
      }
      this.clock.advance(100);
    }
  }

  private newPage(): PageChannel<Numbers, Numbers['request']> {
    const number = ++this.pages;
    const page = new PageChannel<Numbers, Numbers['request']>({
      // The timers of a page that is gone are, too.
      post: message => void (number === this.pages && this.isVisible && this.toHost.push(copied(message))),
      parse: data => parseValue(toPage, data, 'A message of the host'),
      applyChange: ({ numbers }, { more }) => ({ numbers: [...numbers, more] }),
      session: `page ${number}`,
      onTrouble: ({ message }) => this.troubles.push(message),
      clock: this.clock,
    });
    page.open({
      onState: state => {
        if (number === this.pages) this.shown = state;
      },
      answer: ({ question }) => answerTo(question, this.askedOfPage),
    });
    return page;
  }

  private follow(tell: (change: Numbers['change']) => void): Following<Numbers['state']> {
    this.following++;
    const listening = this.changes.event(tell);
    const numbers = (): readonly number[] => this.numbers;
    return {
      loaded: this.load(),
      get state() {
        return { numbers: numbers() };
      },
      dispose: () => {
        this.following--;
        listening.dispose();
      },
    };
  }

  private note(question: number, asked: Promise<unknown>): void {
    const outcome: Outcome = { question };
    this.outcomes.push(outcome);
    asked.then(
      answer => (outcome.answer = answer),
      (error: Error) => (outcome.reason = error.message),
    );
  }
}

/** Odd questions cannot be answered. */
function answerTo(question: number, asked: number[]): number {
  asked.push(question);
  if (question % 2 === 1) throw new Error(`${question} is odd.`);
  return 10 * question;
}

/** As VS Code carries a message: bytes as they are, anything else as JSON. */
function copied(message: unknown): unknown {
  if (message instanceof Object && 'json' in message && message.json instanceof Uint8Array) return structuredClone(message);
  const text: string | undefined = JSON.stringify(message);
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}
