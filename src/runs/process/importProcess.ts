import { importerMessage } from '../../contract/formats/importing';
import { parseValue } from '../../contract/formats/parse';
import type {
  ImportedRecordings,
  ImporterCommand,
  ImporterMessage,
  ImportProgress,
  ImportRequest,
  ImportRunsRequest,
} from '../../contract/importing';
import { startBundle, type ChildProcess } from '../../processes/launch';
import { newDraftId, removeDrafts } from '../../runFolder/importing/drafts';
import { RunFolderError } from '../../runFolder/runFolderError';
import { systemClock, type Clock } from '../../util/clock';
import { counted } from '../../util/format';
import { messageOf } from '../../util/messageOf';
import { isOutOfMemory } from './childEnd';
import { READER_MEGABYTES, READER_OUTPUT_LENGTH, ReadingWatch } from './readingWatch';
import { TextTail } from './textTail';

export interface ImportStart {
  /** The importer's bundle. */
  readonly file: string;
  readonly request: ImportRequest | ImportRunsRequest;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Of its JavaScript heap. */
  readonly heapMegabytes?: number;
  readonly clock?: Clock;
}

/** A process that makes runs of what another program left. */
export interface ImportProcess {
  /**
   * What was made and what could not be, once the process is gone and nothing half written is left; of one that was stopped, what was made
   * before. Where the process came to a bad end, that is among what could not be made.
   * Rejects with a {RunFolderError} if nothing of what was asked for is done.
   */
  readonly imported: Promise<ImportedRecordings>;
  /** Ends it at once. */
  stop(): void;
}

/** So much of what it said is shown. */
const MOST_SHOWN = 300;

/** Starts an import. Errors come by its promise, also those of starting the process. */
export function startImport(start: ImportStart): ImportProcess {
  return new RunningImport(start);
}

class RunningImport implements ImportProcess {
  readonly imported: Promise<ImportedRecordings>;
  private readonly child: ChildProcess;
  private readonly watch: ReadingWatch;
  private readonly draftId = newDraftId();
  private readonly output = new TextTail(READER_OUTPUT_LENGTH);
  private told: ImportedRecordings = { arrays: [], runs: [], failed: [] };
  private progress: ImportProgress | undefined;
  private last: Extract<ImporterMessage, { type: 'done' | 'refused' }> | undefined;
  private isStopped = false;

  constructor(private readonly start: ImportStart) {
    const { file, request, heapMegabytes = READER_MEGABYTES, clock = systemClock } = start;
    this.child = startBundle(file, { heapMegabytes });
    this.watch = new ReadingWatch(this.child, clock);
    this.watch.begins();
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => this.output.push(text));
    this.child.on('message', message => this.receive(message));
    this.imported = this.ended().then(how => this.result(how));
    const command: ImporterCommand = { type: 'import', request, draftId: this.draftId };
    // It may have ended already, which `ended` tells.
    if (this.child.connected) this.child.send(command, () => undefined);
  }

  stop(): void {
    this.isStopped = true;
    this.child.kill('SIGKILL');
  }

  private receive(received: unknown): void {
    if (this.last) return;
    this.watch.heard();
    try {
      const message = parseValue(importerMessage, received, 'The process that imports sent what is no message');
      switch (message.type) {
        case 'alive':
          break;
        case 'reading':
          this.progress = message.progress;
          this.watch.begins();
          this.start.onProgress?.(message.progress);
          break;
        case 'imported':
          this.told = joined(this.told, message.imported);
          break;
        case 'done':
        case 'refused':
          this.last = message;
          break;
      }
    } catch (error) {
      this.watch.giveUp(messageOf(error));
    }
  }

  private ended(): Promise<string> {
    return new Promise(resolve => {
      this.child.on('error', error => {
        // Without a process `close` never comes.
        if (this.child.pid === undefined) resolve(`it could not be started: ${error.message}`);
      });
      this.child.on('close', (code, signal) => resolve(this.howItEnded(code, signal)));
    });
  }

  private howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
    const { heapMegabytes = READER_MEGABYTES } = this.start;
    if (this.watch.reason !== undefined) return this.watch.reason;
    const said = this.output.toString();
    if (isOutOfMemory(said)) return `it needed more than ${heapMegabytes} megabytes of memory`;
    const how = signal === null ? `it ended with exit code ${code}` : `it was ended by the signal ${signal}`;
    const lines = said.split('\n');
    const shown = lines.find(line => /\berror\b/i.test(line)) ?? lines.at(-1)!;
    return shown === '' ? how : `${how}: ${shown.slice(0, MOST_SHOWN)}`;
  }

  private async result(how: string): Promise<ImportedRecordings> {
    this.watch.end();
    const { last, told, isStopped, start } = this;
    if (last?.type === 'done') return told;
    // What cannot be removed now is so by a later import.
    await removeDrafts(start.request.runsFolder, this.draftId).catch(() => undefined);
    if (last) throw new RunFolderError(last.reason);
    if (isStopped) return told;
    return {
      ...told,
      failed: [...told.failed, { path: this.progress?.path ?? start.request.paths.join(', '), reason: this.inWords(how) }],
    };
  }

  private inWords(how: string): string {
    const { progress } = this;
    if (!progress) return `The process that imports came to nothing: ${how}. Try again; if that does not help, install Digits Lab again.`;
    const left = progress.of - progress.done - 1;
    const others = left > 0 ? ` What comes after it (${counted(left, 'run')}) was not read: import it by its own path.` : '';
    return `${progress.path}: the process that read it was given up: ${how}. Nothing of it was imported; it may be damaged, or larger than what can be imported.${others}`;
  }
}

function joined(a: ImportedRecordings, b: ImportedRecordings): ImportedRecordings {
  return { arrays: [...a.arrays, ...b.arrays], runs: [...a.runs, ...b.runs], failed: [...a.failed, ...b.failed] };
}
