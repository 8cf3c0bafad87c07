import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JsonValue } from '../../../../src/contract/formats/recording';
import type { RunLabels } from '../../../../src/contract/labels';
import type { Recording } from '../../../../src/contract/recording';
import { thisProcess } from '../../../../src/runFolder/owner';
import { toJsonLine } from '../../../../src/util/jsonLines';

export type Row = Readonly<Record<string, JsonValue>>;

export interface RecordedOptions {
  readonly id: string;
  readonly labels?: Partial<RunLabels>;
  readonly recording?: Partial<Recording>;
  readonly rows?: readonly Row[];
  readonly system?: readonly Row[];
  readonly console?: string;
  /** Whether this process records it, as it goes. */
  readonly isLive?: boolean;
}

/** When the runs of this file begin, in ms since 1970. */
export const BEGAN = Date.UTC(2026, 10, 25, 12);

const time = (seconds: number): string => new Date(BEGAN + 1000 * seconds).toISOString();

export function recordingOf(more: Partial<Recording> = {}): Recording {
  return {
    schemaVersion: 1,
    state: 'finished',
    exitCode: 0,
    startedAt: time(0),
    heardAt: time(100),
    endedAt: time(100),
    entity: 'ada',
    project: 'mnist',
    group: 'sweep 3',
    jobType: 'train',
    host: 'laptop',
    program: 'train.py',
    config: { epochs: 10, optimizer: { name: 'adam', lr: 0.001 }, layers: [32, 64] },
    summary: { _step: 9, test_accuracy: 0.9731, loss: 0.0312 },
    metrics: [],
    files: [],
    artifacts: [],
    missing: [],
    ...more,
  };
}

/** Writes the folder of a run that another tool recorded; returns the folder. */
export function writeRecorded(runs: string, options: RecordedOptions): string {
  const { id, labels, rows = [], system = [], console = '', isLive = false } = options;
  const folder = path.join(runs, id);
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
  const running = isLive ? ({ state: 'running', exitCode: null, endedAt: null } as const) : {};
  const config = {
    schemaVersion: 1,
    id,
    createdAt: time(0),
    kind: 'imported',
    source: { tool: 'wandb', run: 'ada/mnist/abc' },
    parameters: {},
  };
  write('config.json', JSON.stringify(config));
  write('recording.json', JSON.stringify(recordingOf({ ...running, ...options.recording })));
  if (labels) write('labels.json', JSON.stringify(labels));
  write('history.jsonl', rows.map(toJsonLine).join(''));
  if (system.length > 0) write('system.jsonl', system.map(toJsonLine).join(''));
  if (console !== '') write('console.log', console);
  if (isLive) write('owner.json', JSON.stringify(thisProcess()));
  return folder;
}

/** What a tool logs next. */
export function logRows(folder: string, rows: readonly Row[]): void {
  appendFileSync(path.join(folder, 'history.jsonl'), rows.map(toJsonLine).join(''));
}

/** A row at a step, a tenth of a second after the one before. */
export function row(step: number, values: Row): Row {
  return { ...values, _step: step, _timestamp: BEGAN / 1000 + step / 10, _runtime: step / 10 };
}

/** The keys of a long run: some without a heading, the others under eight. */
export function keysOf(count: number): string[] {
  const headings = ['train', 'val', 'test', 'grad', 'weights', 'lr', 'time', 'layer.10'];
  const plain = ['loss', 'accuracy', 'val_loss', 'val_accuracy', 'epoch'];
  return Array.from({ length: count }, (_, i) => plain[i] ?? `${headings[i % headings.length]}/metric_${i}`);
}

/** Rows of made-up curves that fall and rise with noise, the same at every call: `long(10_000, 50)` is what a long training logs. */
export function longRows(count: number, keys: number, from = 0): Row[] {
  const names = keysOf(keys);
  return Array.from({ length: count }, (_, i) => {
    const step = from + i;
    const values = Object.fromEntries(names.map((name, k) => [name, name === 'epoch' ? Math.floor(step / 100) : valueAt(step, k)]));
    return row(step, values);
  });
}

function valueAt(step: number, k: number): number {
  const noise = ((step * 7919 + k * 104_729) % 1000) / 1000 - 0.5;
  const value = 1 / (1 + step / (50 + 10 * k)) + 0.05 * noise;
  return Number((k % 2 === 1 ? 1 - value : value).toFixed(6));
}
