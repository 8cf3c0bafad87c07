import { parameterTable } from '../contract/parameters';
import type { Tracking } from '../contract/tracking';
import { valueInWords } from '../experiment/runLabel';
import type { RunOverview } from '../runFolder/readRun';
import { UsageError } from './exitCode';
import { syncInWords } from './syncInWords';
import { duration, loss, percent } from '../util/format';

export type Value = string | number | null;

/** A run as a list shows it, with how far it has come at W&B if it was ever recorded for it. */
export interface ListedRun extends RunOverview {
  readonly tracking?: Tracking | undefined;
}

/** Something that can be said of every run, sorted and filtered by. */
export interface Column {
  readonly name: string;
  readonly value: (run: ListedRun) => Value;
  /** As it is shown; by default the value itself. */
  readonly show?: (value: string | number, run: ListedRun) => string;
}

const share = (value: string | number): string => percent(Number(value));
const nats = (value: string | number): string => loss(Number(value));

const columns: readonly Column[] = [
  { name: 'id', value: ({ config }) => config.id, show: (id, { labels }) => `${id}${labels.pinned ? ' ★' : ''}` },
  { name: 'name', value: ({ labels }) => labels.name || null },
  { name: 'status', value: ({ status }) => status },
  { name: 'created', value: ({ config }) => config.createdAt, show: time => String(time).slice(0, 16).replace('T', ' ') },
  { name: 'duration', value: ({ summary }) => summary?.durationMs ?? null, show: ms => duration(Number(ms)) },
  { name: 'loss', value: ({ summary }) => summary?.final?.loss ?? null, show: nats },
  { name: 'accuracy', value: ({ summary }) => summary?.final?.accuracy ?? null, show: share },
  { name: 'val_loss', value: ({ summary }) => summary?.best?.valLoss ?? null, show: nats },
  { name: 'val_accuracy', value: ({ summary }) => summary?.best?.valAccuracy ?? null, show: share },
  { name: 'test_loss', value: ({ summary }) => summary?.testLoss ?? null, show: nats },
  { name: 'test_accuracy', value: ({ summary }) => summary?.testAccuracy ?? null, show: share },
  { name: 'wandb', value: ({ tracking }) => (tracking ? syncInWords(tracking) : null) },
  { name: 'tags', value: ({ labels }) => labels.tags.join(',') || null },
  { name: 'author', value: ({ config }) => config.author },
  ...parameterTable.map(({ name }): Column => ({
    name,
    value: ({ config }) => config.parameters[name] ?? null,
    show: (_, { config }) => valueInWords(name, config.parameters),
  })),
];

/**
 * The columns of those names.
 * @throws {UsageError} for a name that is none
 */
export function columnsOf(names: readonly string[]): Column[] {
  return names.map(name => {
    const column = columns.find(other => other.name === name.trim().replaceAll('-', '_'));
    if (!column) throw new UsageError(`There is no column "${name.trim()}"; there are ${columns.map(other => other.name).join(', ')}.`);
    return column;
  });
}
