import { noLabels, type RunLabels } from '../contract/labels';
import { isComplete, type KnownParameters, type Parameters } from '../contract/parameters';
import { whyNotTrained, type RunConfig } from '../contract/run';
import { isResumable, type Run, type RunStatus } from '../contract/runState';
import type { RunSummary } from '../contract/summary';
import type { RunRequest } from '../contract/trainer';
import type { RecordedBrief } from '../experiment/recorded/recordedBrief';
import type { RunOverview } from '../runFolder/readRun';
import type { SlurmJob } from '../runFolder/slurmJob';
import { DIVERGES_AGAIN, wouldDivergeAgain } from '../wording/divergence';
import type { ActiveRun } from './executor';

/** A run as the views show it: its state on disk and its current training. */
export interface LabRun {
  readonly id: string;
  readonly folder: string;
  readonly status: RunStatus;
  /** For an imported run those that its source knew. */
  readonly parameters: KnownParameters;
  readonly labels: RunLabels;
  readonly parent: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Undefined until its trainer has written it. */
  readonly config: RunConfig | undefined;
  /** Of a run that has ended. */
  readonly summary: RunSummary | undefined;
  /** What its events have told so far, while it is trained. */
  readonly live: Run | undefined;
  /** A trainer of this process works on it. */
  readonly isOwn: boolean;
  readonly isStopping: boolean;
  /** Why nothing of it may be changed; null if it may. */
  readonly readOnly: string | null;
  /** Why it failed or ended early. */
  readonly reason: string | null;
  /** What another tool recorded of it, in brief; absent where nothing was. */
  readonly recorded?: RecordedBrief | undefined;
  /** The job of Slurm that trains it; absent where none does. */
  readonly slurm?: SlurmJob;
  /** The last output of its trainer, for a run that failed before it had a folder; otherwise the events contain it. */
  readonly stderrTail: string;
}

/**
 * The parameters with which a run can be trained.
 * @throws {Error} of a run that was imported, which says what cannot be done with it
 */
export function trainableParameters({ id, config, parameters }: Pick<LabRun, 'id' | 'config' | 'parameters'>): Parameters {
  if (config?.kind === 'imported') throw new Error(`${id}: ${whyNotTrained(config)}`);
  if (!isComplete(parameters)) throw new Error(`${id}: not all of its parameters are known.`);
  return parameters;
}

/** Why a run cannot be gone on with, for a person; undefined if it can. */
export function whyNotResumed({ status, config, reason, readOnly }: LabRun): string | undefined {
  if (!config || !isResumable(status)) return `It is ${status}.`;
  if (config.kind === 'imported') return 'It was not trained here.';
  if (readOnly !== null) return readOnly;
  return wouldDivergeAgain(reason) ? DIVERGES_AGAIN : undefined;
}

/**
 * A run that has a folder.
 * @param active the trainer of this process that works on it
 * @param followed what its events have told, if another process trains it
 */
export function describeListed(
  { id, config, folder, labels, status, summary, readOnly, recorded, slurm }: RunOverview,
  active: ActiveRun | undefined,
  followed: Run | undefined,
): LabRun {
  return {
    id,
    folder,
    status: active ? (active.run.status === 'starting' ? 'starting' : 'running') : status,
    parameters: config.parameters,
    labels,
    parent: config.parent,
    createdAt: config.createdAt,
    config,
    summary: active ? undefined : summary,
    live: active?.run ?? followed,
    isOwn: active !== undefined,
    isStopping: active?.isStopping ?? false,
    readOnly,
    reason: active ? null : (summary?.reason ?? null),
    stderrTail: '',
    ...(recorded && { recorded }),
    ...(slurm && !active && { slurm }),
  };
}

/** A run whose trainer has not yet made its folder; undefined of one that is resumed, whose folder is gone. */
export function describeStarting({ id, folder, request, run, isStopping }: ActiveRun): LabRun | undefined {
  if (!request) return undefined;
  return { ...describeWithoutFolder(folder, request, undefined), id, status: 'starting', live: run, isOwn: true, isStopping };
}

/** A run without a folder: it has not been made yet or, with a failure, the run was refused or failed before. */
export function describeWithoutFolder(
  folder: string,
  request: RunRequest,
  failure: { readonly reason: string; readonly stderrTail: string } | undefined,
): LabRun {
  return {
    id: request.id,
    folder,
    status: 'failed',
    parameters: request.parameters,
    labels: { ...noLabels, ...request.labels },
    parent: request.parent ?? null,
    createdAt: timeOf(request.id),
    config: undefined,
    summary: undefined,
    live: undefined,
    isOwn: false,
    isStopping: false,
    readOnly: null,
    reason: failure?.reason ?? null,
    stderrTail: failure?.stderrTail ?? '',
  };
}

/** `20261124-145020-2ut2` → `2026-11-24T14:50:20Z` */
function timeOf(id: string): string {
  return id.replace(/^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-.*$/, '$1-$2-$3T$4:$5:$6Z');
}
