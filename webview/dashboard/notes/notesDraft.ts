import { messageOf } from '../../../src/util/messageOf';
import { withoutUnseen } from '../../../src/util/shownText';

/** Notes as they were when the text that is typed had been saved last, and what is typed since. */
export interface Draft {
  readonly runId: string;
  readonly before: string;
  readonly text: string;
}

export interface NotesDraftOptions {
  /** Gives what the notes are then: what another has changed meanwhile is in it. */
  readonly save: (draft: Draft) => Promise<string>;
  /** Something else is to be shown, or to be kept in case that the page goes. */
  readonly onChange: () => void;
}

/** What is typed of the notes of a run, and how much of it is saved. Knows nothing of the page. */
export class NotesDraft {
  /** What both sides had last. */
  private before: string;
  private typed: string;
  /** To which Escape goes back. */
  private begun: string;
  private sent: string | undefined;
  private isWanted = false;
  /** How the last saving went, since the person began. */
  private outcome = '';
  private failure: string | undefined;

  /** @param kept what was typed and not saved when the page was there last */
  constructor(
    readonly runId: string,
    notes: string,
    private readonly options: NotesDraftOptions,
    kept: Draft | null = null,
  ) {
    this.before = kept?.before ?? notes;
    this.typed = kept?.text ?? notes;
    this.begun = this.before;
  }

  get text(): string {
    return this.typed;
  }

  /** What has to be kept; undefined if all is saved. */
  get unsaved(): Draft | undefined {
    return this.typed === this.before ? undefined : { runId: this.runId, before: this.before, text: this.typed };
  }

  /** For a person. */
  get state(): string {
    if (this.failure !== undefined) return `Not saved: ${this.failure}`;
    if (this.sent !== undefined) return 'Saving…';
    if (this.unsaved) return 'Ctrl+Enter saves, Escape takes back';
    return this.outcome;
  }

  /** A person begins to change them. */
  begin(): void {
    this.begun = this.typed;
    this.outcome = '';
    this.options.onChange();
  }

  type(text: string): void {
    this.typed = text;
    this.options.onChange();
  }

  /** The person is content with what is typed: Escape goes no further back. */
  commit(): void {
    this.begun = this.typed;
    void this.save();
  }

  /** Goes back to what was there before the person began. */
  takeBack(): void {
    this.type(this.begun);
    void this.save();
  }

  /** The notes are these now, in their file. What is typed stays: saving brings the two together. */
  hear(notes: string): void {
    if (this.unsaved || this.sent !== undefined || notes === this.before) return;
    this.before = this.typed = this.begun = notes;
    this.outcome = '';
    this.options.onChange();
  }

  /** Saves what is not saved; what is typed meanwhile is saved after it. */
  async save(): Promise<void> {
    this.isWanted = true;
    if (this.sent !== undefined) return;
    while (this.isWanted && this.unsaved) {
      this.isWanted = false;
      await this.send(this.unsaved);
    }
    this.isWanted = false;
  }

  private async send(draft: Draft): Promise<void> {
    const { onChange, save } = this.options;
    this.sent = draft.text;
    this.failure = undefined;
    onChange();
    try {
      const text = withoutUnseen(draft.text);
      const saved = await save({ ...draft, text });
      const wasMerged = saved !== text;
      this.outcome = wasMerged ? 'Saved. They were changed elsewhere meanwhile: both are here.' : 'Saved';
      // Otherwise what is typed by now goes on from what was sent, and is brought together with the rest when it is saved.
      if (this.typed === draft.text) {
        this.typed = saved;
        if (wasMerged) this.begun = saved;
        this.before = saved;
      } else this.before = draft.text;
    } catch (error) {
      this.failure = messageOf(error);
    } finally {
      this.sent = undefined;
      onChange();
    }
  }
}
