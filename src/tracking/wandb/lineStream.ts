import { withRetries, type Retrying } from '../retry';
import { askLineCounts, streamFiles, type LineCounts, type RunPath, type StreamBody } from './api';
import type { LineFile, Outbox } from './outbox';
import type { Requests } from './requests';

/** What a request holds at most. */
const BATCH_LINES = 1_000;
const BATCH_LETTERS = 1_000_000;

const names: Readonly<Record<LineFile, string>> = {
  history: 'wandb-history.jsonl',
  console: 'output.log',
  events: 'wandb-events.jsonl',
};
const lineFiles = Object.keys(names) as readonly LineFile[];

export interface LineStreamOptions {
  readonly requests: Requests;
  readonly outbox: Outbox;
  readonly runPath: RunPath;
  /** What the server has; that much of the outbox is not sent. */
  readonly counts: LineCounts;
  readonly retrying: Retrying;
}

interface Batch {
  readonly body: StreamBody;
  /** Lines of each file. */
  readonly lengths: Readonly<Record<LineFile, number>>;
  readonly isEmpty: boolean;
}

/**
 * The lines of a run on their way to a server. After a request without an answer the server is asked what it has, since it may have taken
 * the lines all the same.
 */
export class LineStream {
  private readonly sent: Record<LineFile, number>;
  private sentSummary: string | undefined;
  /** Files that are at the server, and that it has not been told of. */
  private uploaded: string[] = [];

  constructor(private readonly options: LineStreamOptions) {
    this.sent = { ...options.counts };
  }

  /** Lines that the server does not have. */
  get waiting(): number {
    return lineFiles.reduce((sum, file) => sum + Math.max(0, this.options.outbox.lines[file].length - this.sent[file]), 0);
  }

  /** The server will be told that it has a file now. */
  hasFile(name: string): void {
    this.uploaded.push(name);
  }

  /**
   * Sends all that waits.
   * @returns whether there was anything
   * @throws {WandbError}
   */
  async flush(): Promise<boolean> {
    for (let hasSent = false; ; hasSent = true) {
      const isThrough = await withRetries(async failures => {
        if (failures > 0) await this.askAnew();
        const batch = this.nextBatch();
        if (!batch.isEmpty) await this.send(batch);
        return batch.isEmpty;
      }, this.options.retrying);
      if (isThrough) return hasSent;
    }
  }

  /** Says that the run is still there, without anything new. @throws {WandbError} */
  async beat(): Promise<void> {
    await withRetries(() => streamFiles(this.options.requests, this.options.runPath, {}), this.options.retrying);
  }

  /** Says that the run has ended; everything has been sent. @throws {WandbError} */
  async complete(exitcode: number): Promise<void> {
    const { requests, runPath, retrying } = this.options;
    await withRetries(() => streamFiles(requests, runPath, { complete: true, exitcode }), retrying);
  }

  private async send({ body, lengths }: Batch): Promise<void> {
    const { outbox, requests, runPath } = this.options;
    const { summary } = outbox;
    await streamFiles(requests, runPath, body);
    for (const file of lineFiles) this.sent[file] += lengths[file];
    this.sentSummary = summary;
    this.uploaded = [];
  }

  private async askAnew(): Promise<void> {
    const counts = await askLineCounts(this.options.requests, this.options.runPath);
    // What was acknowledged is there, even if the server has not counted it yet.
    for (const file of lineFiles) this.sent[file] = Math.max(this.sent[file], counts[file]);
  }

  private nextBatch(): Batch {
    const { outbox } = this.options;
    const room = { lines: BATCH_LINES, letters: BATCH_LETTERS };
    const lengths = { history: 0, console: 0, events: 0 };
    const files: Record<string, { offset: number; content: readonly string[] }> = {};
    for (const file of lineFiles) {
      const offset = this.sent[file];
      const content = takeWhileRoom(outbox.lines[file].slice(offset, offset + room.lines), room);
      lengths[file] = content.length;
      if (content.length > 0) files[names[file]] = { offset, content };
    }
    const { summary } = outbox;
    if (summary !== undefined && summary !== this.sentSummary) files['wandb-summary.json'] = { offset: 0, content: [summary] };
    const hasFiles = Object.keys(files).length > 0;
    const { uploaded } = this;
    const body = { ...(hasFiles && { files }), ...(uploaded.length > 0 && { uploaded }) };
    return { body, lengths, isEmpty: !hasFiles && uploaded.length === 0 };
  }
}

/** At least one, if there is any room: a line cannot be cut. */
function takeWhileRoom(lines: readonly string[], room: { lines: number; letters: number }): string[] {
  const taken: string[] = [];
  for (const line of lines) {
    if (room.lines <= 0 || room.letters <= 0) break;
    taken.push(line);
    room.lines--;
    room.letters -= line.length;
  }
  return taken;
}
