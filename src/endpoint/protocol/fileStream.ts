import { isObject, parseLooseJson } from './looseJson';
import { ProtocolError } from './protocolError';

type Row = Readonly<Record<string, unknown>>;

/** Lines of one of a run's files, from a number on. */
export interface Chunk<T> {
  readonly offset: number;
  readonly lines: readonly T[];
}

/** What one request of `file_stream` says of a run. */
export interface FileStreamMessage {
  /** Rows as they were parsed; NaN and the infinities are numbers. */
  readonly history: Chunk<Row> | undefined;
  readonly events: Chunk<Row> | undefined;
  /** As they came: with a time before each, and `ERROR ` before that on the error output. */
  readonly console: Chunk<string> | undefined;
  readonly summary: { readonly offset: number; readonly lines: readonly Row[] } | undefined;
  readonly uploaded: readonly string[];
  /** Chunks that the client gave up. */
  readonly dropped: number;
  readonly complete: boolean;
  readonly exitCode: unknown;
  /** Fields of the request that are none of these. */
  readonly unknownFields: readonly string[];
  readonly unknownFiles: readonly string[];
}

const fields = ['files', 'dropped', 'complete', 'failed', 'exitcode', 'uploaded', 'preempting'];
const files = {
  history: 'wandb-history.jsonl',
  events: 'wandb-events.jsonl',
  console: 'output.log',
  summary: 'wandb-summary.json',
} as const;

/** Reads a request of `file_stream`. @throws {ProtocolError} if it is none */
export function readFileStream(body: unknown): FileStreamMessage {
  if (!isObject(body)) throw new ProtocolError('file_stream: the body is no object');
  const given = body['files'] ?? {};
  if (!isObject(given)) throw new ProtocolError('file_stream: "files" is no object');
  const uploaded = body['uploaded'] ?? [];
  if (!isTexts(uploaded)) throw new ProtocolError('file_stream: "uploaded" is no list of names');
  const rows = (name: string): Chunk<Row> | undefined => {
    const chunk = chunkOf(name, given[name]);
    return chunk && { ...chunk, lines: chunk.lines.map(line => readRow(name, line)) };
  };
  return {
    history: rows(files.history),
    events: rows(files.events),
    console: chunkOf(files.console, given[files.console]),
    summary: rows(files.summary),
    uploaded,
    dropped: typeof body['dropped'] === 'number' ? body['dropped'] : 0,
    complete: body['complete'] === true,
    exitCode: body['exitcode'],
    unknownFields: Object.keys(body).filter(name => !fields.includes(name)),
    unknownFiles: Object.keys(given).filter(name => !Object.values<string>(files).includes(name)),
  };
}

function chunkOf(name: string, chunk: unknown): Chunk<string> | undefined {
  if (chunk === undefined || chunk === null) return undefined;
  if (!isObject(chunk)) throw new ProtocolError(`${name}: the chunk is no object`);
  const { offset, content } = chunk;
  if (typeof offset !== 'number' || !Number.isSafeInteger(offset) || offset < 0)
    throw new ProtocolError(`${name}: the offset ${String(offset)} is no whole number`);
  if (!isTexts(content)) throw new ProtocolError(`${name}: the content is no list of lines`);
  return { offset, lines: content };
}

function readRow(name: string, line: string): Row {
  let row: unknown;
  try {
    row = parseLooseJson(line);
  } catch (error) {
    throw new ProtocolError(`${name}: a line is no JSON (${String(error)}): ${line.slice(0, 200)}`);
  }
  if (!isObject(row)) throw new ProtocolError(`${name}: a line is no object: ${line.slice(0, 200)}`);
  return row;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(one => typeof one === 'string');
}
