import type { FailedRun } from '../../runs/queueState';
import type { WaitingRun } from '../../runs/waitingRuns';
import type { ClusterRow } from './clusterRows';

/** A row of the view Queue. */
export type QueueRow = QueuedRow | ClusterRow;

/** One of what this machine trains. */
export type QueuedRow =
  | { readonly kind: 'waiting'; readonly runId: string }
  /** Runs of one design that wait one after the other. */
  | { readonly kind: 'design'; readonly design: string; readonly key: string; readonly runIds: readonly string[] }
  | { readonly kind: 'failures'; readonly runIds: readonly string[] }
  | { readonly kind: 'failed'; readonly runId: string };

/** Among more of them a design is closed at first. */
export const MOST_OPEN = 20;

/**
 * The rows on top: the runs that wait in their order, those of a design under one heading. Where others wait in between, it has another
 * heading for what comes after them, so that what is seen is what comes next. At the end what has failed.
 */
export function queueRows(waiting: readonly WaitingRun[], failed: readonly FailedRun[]): readonly QueuedRow[] {
  const rows: QueuedRow[] = [];
  const headings = new Map<string, number>();
  /** Of the heading that the next run may come under. */
  let together: string[] = [];
  for (const [i, { id, design, queueFile }] of waiting.entries()) {
    const before = waiting[i - 1];
    if (design === undefined) rows.push({ kind: 'waiting', runId: id });
    else if (before?.design === design && before.queueFile === queueFile) together.push(id);
    else {
      const place = (headings.get(design) ?? 0) + 1;
      headings.set(design, place);
      together = [id];
      rows.push({ kind: 'design', design, key: `${place} ${design}`, runIds: together });
    }
  }
  return failed.length === 0 ? rows : [...rows, { kind: 'failures', runIds: failed.map(({ id }) => id) }];
}

/** By which a row is known again. */
export function keyOfRow(row: QueueRow): string {
  switch (row.kind) {
    case 'cluster':
      return row.key;
    case 'waiting':
      return row.runId;
    case 'design':
      return `design ${row.key}`;
    case 'failures':
      return 'failures';
    case 'failed':
      return `failed ${row.runId}`;
  }
}

/** The runs of this machine's queue that a row stands for. */
export function runsOfRow(row: QueueRow): readonly string[] {
  if (row.kind === 'cluster') return [];
  return 'runIds' in row ? row.runIds : [row.runId];
}

/** The runs of waiting rows among a command's arguments: the row that was clicked, or with it all that are selected. */
export function chosenRuns(argument: unknown, selection: unknown): string[] {
  const clicked = idsIn(argument);
  const selected = (Array.isArray(selection) ? selection : []).flatMap(idsIn);
  return [...new Set(clicked.length === 0 || clicked.some(id => selected.includes(id)) ? selected : clicked)];
}

function idsIn(argument: unknown): readonly string[] {
  if (typeof argument === 'string') return [argument];
  const { runId, runIds } = (argument ?? {}) as { readonly runId?: unknown; readonly runIds?: unknown };
  if (typeof runId === 'string') return [runId];
  return Array.isArray(runIds) ? runIds.filter(id => typeof id === 'string') : [];
}

/** The row beside that of some runs, so many steps away; undefined beyond the ends. */
export function rowBeside(rows: readonly QueuedRow[], ids: readonly string[], step: -1 | 1): QueuedRow | undefined {
  const waiting = rows.filter(({ kind }) => kind === 'waiting' || kind === 'design');
  const chosen = new Set(ids);
  const places = waiting.flatMap((row, i) => (runsOfRow(row).some(id => chosen.has(id)) ? [i] : []));
  const end = step < 0 ? places[0] : places.at(-1);
  return end === undefined ? undefined : waiting[end + step];
}
