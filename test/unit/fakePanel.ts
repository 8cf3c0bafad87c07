import { Emitter } from '../../src/util/emitter';

/** A webview panel as the editor gives it, in a window of one column: the one that was revealed last is seen. */
export class FakePanel {
  static shown: FakePanel | undefined;
  /** Whether it is not said yet that another one is hidden. */
  static isLate = false;

  title: string;
  iconPath: unknown;
  isClosed = false;
  /** Whether the last reveal moved the focus. */
  hasFocus: boolean;
  readonly said: unknown[] = [];
  private readonly messages = new Emitter<unknown>();
  private readonly states = new Emitter<void>();
  private readonly closings = new Emitter<void>();
  readonly onDidChangeViewState = this.states.event;
  readonly onDidDispose = this.closings.event;

  readonly webview = {
    html: '',
    options: {} as { readonly enableCommandUris?: readonly string[] },
    cspSource: 'https://page.invalid',
    asWebviewUri: (uri: unknown) => uri,
    postMessage: (message: unknown) => Promise.resolve(this.said.push(message) > 0),
    onDidReceiveMessage: this.messages.event,
  };

  constructor(_type: string, title: string, place: { readonly preserveFocus: boolean }) {
    this.title = title;
    this.hasFocus = !place.preserveFocus;
    this.show();
  }

  get visible(): boolean {
    return this.isShown;
  }

  get active(): boolean {
    return this.isShown || FakePanel.isLate;
  }

  private get isShown(): boolean {
    if (this.isClosed) throw new Error('Webview is disposed');
    return FakePanel.shown === this;
  }

  reveal(_column: undefined, preserveFocus: boolean): void {
    this.hasFocus = !preserveFocus;
    this.show();
  }

  /** A person closes its tab. */
  close(): void {
    if (FakePanel.shown === this) FakePanel.shown = undefined;
    this.isClosed = true;
    this.closings.fire();
  }

  /** What the page says. */
  say(message: unknown): void {
    this.messages.fire(message);
  }

  private show(): void {
    const before = FakePanel.shown;
    FakePanel.shown = this;
    if (FakePanel.isLate) return;
    before?.states.fire();
    this.states.fire();
  }
}
