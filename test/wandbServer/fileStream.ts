import { isObject, parseLooseJson } from './looseJson';
import { Breach, type RunState } from './serverState';

const known = ['files', 'dropped', 'complete', 'failed', 'exitcode', 'uploaded', 'preempting'];

/**
 * Takes what a file_stream request says of a run: all of it or nothing. Lines continue exactly where the last ones ended; one that is
 * sent twice, or is left out, is a breach.
 * @param isOfArtifact whether a file is one of the run's artifacts: 0.16.2 names those too when they are uploaded
 * @throws Breach
 */
export function takeFileStream(run: RunState, body: unknown, isOfArtifact: (name: string) => boolean): void {
  if (!isObject(body)) throw new Breach('file_stream: the body is no object');
  for (const name of Object.keys(body)) if (!known.includes(name)) throw new Breach(`file_stream: unknown field "${name}"`);
  if (typeof body['dropped'] === 'number' && body['dropped'] > 0)
    throw new Breach(`file_stream: the client dropped ${body['dropped']} chunks`);
  const files = body['files'] ?? {};
  if (!isObject(files)) throw new Breach('file_stream: "files" is no object');
  const changes = Object.entries(files).map(([name, chunk]) => read(run, name, chunk));
  if (run.finished && changes.length > 0) throw new Breach('file_stream: lines came after the run was complete');
  const uploaded = readUploaded(run, body['uploaded'] ?? [], isOfArtifact);
  const exitCode = body['complete'] === true ? readExitCode(run, body['exitcode']) : undefined;

  for (const change of changes) change();
  for (const name of uploaded) if (!run.uploaded.includes(name)) run.uploaded.push(name);
  if (exitCode === undefined) return;
  run.exitCode = exitCode;
  run.finished = true;
}

function readUploaded(run: RunState, names: unknown, isOfArtifact: (name: string) => boolean): string[] {
  if (!Array.isArray(names) || !names.every(name => typeof name === 'string'))
    throw new Breach('file_stream: "uploaded" is no list of names');
  const missing = names.find(name => run.files[name] === undefined && !isOfArtifact(name));
  if (missing !== undefined) throw new Breach(`file_stream: "${missing}" is said to be uploaded but is not there`);
  return names.filter(name => run.files[name] !== undefined);
}

/** Checks a chunk; what is returned puts it into the run. */
function read(run: RunState, name: string, chunk: unknown): () => void {
  if (!isObject(chunk)) throw new Breach(`${name}: the chunk is no object`);
  const { offset, content } = chunk;
  if (!Number.isSafeInteger(offset)) throw new Breach(`${name}: the offset ${String(offset)} is no whole number`);
  if (!Array.isArray(content) || !content.every(line => typeof line === 'string'))
    throw new Breach(`${name}: the content is no list of lines`);
  const lines = content as readonly string[];
  switch (name) {
    case 'wandb-history.jsonl': {
      const rows = continued(name, run.history, Number(offset), lines).map(line => readRow(name, line));
      checkSteps([...run.history.slice(-1), ...rows]);
      return () => run.history.push(...rows);
    }
    case 'wandb-events.jsonl': {
      const rows = continued(name, run.events, Number(offset), lines).map(line => readRow(name, line));
      return () => run.events.push(...rows);
    }
    case 'output.log': {
      const texts = grown(name, run.console, Number(offset), lines.map(readConsoleLine));
      return () => run.console.splice(Number(offset), texts.length, ...texts);
    }
    case 'wandb-summary.json': {
      if (offset !== 0 || lines.length !== 1) throw new Breach(`${name}: is one line at offset 0`);
      const summary = readRow(name, lines[0]!);
      return () => (run.summary = summary);
    }
    default:
      throw new Breach(`file_stream: unknown file "${name}"`);
  }
}

function continued(name: string, there: readonly unknown[], offset: number, lines: readonly string[]): readonly string[] {
  if (offset > there.length) throw new Breach(`${name}: a gap, offset ${offset} where ${there.length} lines are there`);
  if (offset < there.length) throw new Breach(`${name}: sent twice, offset ${offset} where ${there.length} lines are there`);
  return lines;
}

/** A terminal's last line may be sent before it is whole, as 0.31.0 does; it comes again when more of it is there. */
function grown(name: string, there: readonly string[], offset: number, lines: readonly string[]): readonly string[] {
  const [before, after] = [there[offset], lines[0]];
  const isLonger = before !== undefined && after !== undefined && after.length > before.length && after.startsWith(before);
  return isLonger ? [after, ...continued(name, there, offset + 1, lines.slice(1))] : continued(name, there, offset, lines);
}

function readRow(name: string, line: string): Record<string, unknown> {
  let row: unknown;
  try {
    row = parseLooseJson(line);
  } catch (error) {
    throw new Breach(`${name}: a line is no JSON (${String(error)}): ${line.slice(0, 200)}`);
  }
  if (!isObject(row)) throw new Breach(`${name}: a line is no object: ${line.slice(0, 200)}`);
  return row;
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
