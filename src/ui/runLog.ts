import { initialRun, type Run } from '../contract/runState';
import { readRun } from '../runFolder/readRun';
import type { Lab } from '../runs/lab';
import type { LabRun } from '../runs/labRun';
import type { Disposable } from '../util/emitter';
import { logLines, type LogLine } from '../wording/logLines';
import type { RunNames } from './runNames';
import { window, type TextOutput } from './sinks/window';

/** The log of one run in the Output view, beside the extension's own; it goes on while the run is trained. */
export class RunLog implements Disposable {
  private output: TextOutput | undefined;
  private runId: string | undefined;
  /** The newest line that is there. */
  private last = '';
  private readonly listening: Disposable;

  constructor(
    private readonly lab: Pick<Lab, 'find' | 'onEvents'>,
    private readonly names: Pick<RunNames, 'titleOf'>,
  ) {
    this.listening = lab.onEvents(({ id, events }) => {
      // The others say nothing for a log.
      if (id === this.runId && events.some(({ type }) => type !== 'batchEnded' && type !== 'resourcesSampled')) this.goOn(id);
    });
  }

  /** @throws {RunFolderError} if the run cannot be read */
  async show(run: LabRun): Promise<void> {
    const told = run.live ?? (run.config ? await readRun(run.folder) : initialRun);
    this.output?.dispose();
    this.output = window.createTextOutput(`Digits Lab: ${this.names.titleOf(run.id)}`);
    [this.runId, this.last] = [run.id, ''];
    this.write(told);
    if (!run.config) for (const line of [run.reason, run.stderrTail]) if (line) this.output.append(line);
    this.output.show();
  }

  dispose(): void {
    this.listening.dispose();
    this.output?.dispose();
  }

  private goOn(id: string): void {
    const { live } = this.lab.find(id) ?? {};
    if (live) this.write(live);
  }

  private write(run: Run): void {
    const lines = logLines(run, Infinity).map(inWords);
    const known = lines.lastIndexOf(this.last);
    for (const line of lines.slice(known + 1)) this.output?.append(line);
    this.last = lines.at(-1) ?? '';
  }
}

/** `2026-11-29 07:45:44 [info] Epoch 1: …`, as the editor's logs have it. */
function inWords({ time, level, message }: LogLine): string {
  // Swedish is written so.
  return `${new Date(time).toLocaleString('sv-SE')} [${level}] ${message}`;
}
