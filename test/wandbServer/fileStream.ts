import { readFileStream, type Chunk, type FileStreamMessage } from '../../src/endpoint/protocol/fileStream';
import { isObject } from '../../src/endpoint/protocol/looseJson';
import { Breach, type RunState } from './serverState';

/**
 * Takes what a file_stream request says of a run: all of it or nothing. Lines continue exactly where the last ones ended; one that is
 * sent twice, or is left out, is a breach.
 * @param isOfArtifact whether a file is one of the run's artifacts: 0.16.2 names those too when they are uploaded
 * @throws ProtocolError
 */
export function takeFileStream(run: RunState, body: unknown, isOfArtifact: (name: string) => boolean): void {
  const message = readFileStream(body);
  const { dropped, unknownFields, unknownFiles } = message;
  for (const name of unknownFields) throw new Breach(`file_stream: unknown field "${name}"`);
  for (const name of unknownFiles) throw new Breach(`file_stream: unknown file "${name}"`);
  if (dropped > 0) throw new Breach(`file_stream: the client dropped ${dropped} chunks`);
  const changes = changesOf(run, message);
  if (run.finished && changes.length > 0) throw new Breach('file_stream: lines came after the run was complete');
  const uploaded = uploadedOf(run, message.uploaded, isOfArtifact);
  const exitCode = message.complete ? readExitCode(run, message.exitCode) : undefined;

  for (const change of changes) change();
  for (const name of uploaded) if (!run.uploaded.includes(name)) run.uploaded.push(name);
  if (exitCode === undefined) return;
  run.exitCode = exitCode;
  run.finished = true;
}

function uploadedOf(run: RunState, names: readonly string[], isOfArtifact: (name: string) => boolean): string[] {
  const missing = names.find(name => run.files[name] === undefined && !isOfArtifact(name));
  if (missing !== undefined) throw new Breach(`file_stream: "${missing}" is said to be uploaded but is not there`);
  return names.filter(name => run.files[name] !== undefined);
}

/** Checks what came; each of the functions that are returned puts a part of it into the run. */
function changesOf(run: RunState, { history, events, console, summary }: FileStreamMessage): (() => void)[] {
  const changes: (() => void)[] = [];
  if (history) {
    const rows = continued('wandb-history.jsonl', run.history, history);
    checkSteps([...run.history.slice(-1), ...rows]);
    changes.push(() => run.history.push(...rows));
  }
  if (events) {
    const rows = continued('wandb-events.jsonl', run.events, events);
    changes.push(() => run.events.push(...rows));
  }
  if (console) {
    const texts = grown('output.log', run.console, { ...console, lines: console.lines.map(readConsoleLine) });
    changes.push(() => run.console.splice(console.offset, texts.length, ...texts));
  }
  if (summary) {
    if (summary.offset !== 0 || summary.lines.length !== 1) throw new Breach('wandb-summary.json: is one line at offset 0');
    changes.push(() => (run.summary = summary.lines[0]!));
  }
  return changes;
}

function continued<T>(name: string, there: readonly unknown[], { offset, lines }: Chunk<T>): readonly T[] {
  if (offset > there.length) throw new Breach(`${name}: a gap, offset ${offset} where ${there.length} lines are there`);
  if (offset < there.length) throw new Breach(`${name}: sent twice, offset ${offset} where ${there.length} lines are there`);
  return lines;
}

/** A terminal's last line may be sent before it is whole, as 0.31.0 does; it comes again when more of it is there. */
function grown(name: string, there: readonly string[], { offset, lines }: Chunk<string>): readonly string[] {
  const [before, after] = [there[offset], lines[0]];
  const isLonger = before !== undefined && after !== undefined && after.length > before.length && after.startsWith(before);
  return isLonger
    ? [after, ...continued(name, there, { offset: offset + 1, lines: lines.slice(1) })]
    : continued(name, there, { offset, lines });
}

function checkSteps(rows: readonly unknown[]): void {
  let last = -1;
  for (const row of rows) {
    const step = isObject(row) ? row['_step'] : undefined;
    if (typeof step !== 'number' || step <= last) throw new Breach(`wandb-history.jsonl: _step ${String(step)} comes after ${last}`);
    last = step;
  }
}

function readConsoleLine(line: string): string {
  const text = line.replace(/\n$/, '');
  if (!/^(ERROR )?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+ /.test(text))
    throw new Breach(`output.log: a line has no time before it: ${text.slice(0, 200)}`);
  return text;
}

function readExitCode(run: RunState, exitCode: unknown): number {
  if (typeof exitCode !== 'number' || !Number.isInteger(exitCode))
    throw new Breach(`file_stream: complete with exit code ${String(exitCode)}`);
  if (run.finished && run.exitCode !== exitCode)
    throw new Breach(`file_stream: complete again, with exit code ${exitCode} after ${run.exitCode}`);
  return exitCode;
}
