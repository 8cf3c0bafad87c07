import path from 'node:path';
import { differencesInWords } from '../../experiment/runLabel';
import type { FailedRun } from '../../runs/queueState';
import type { WaitingRun } from '../../runs/waitingRuns';
import { counted } from '../../util/format';
import { failureInBrief } from '../../wording/divergence';
import { MOST_OPEN } from './queueRows';
import type { RowFace } from './rowFace';

/** What a row of a run that waits shows beside its name. */
export interface WaitingFacts {
  readonly label: string;
  readonly fullLabel: string;
  /** `about 1m57s` */
  readonly time: string;
  /** `done about 14:32` */
  readonly end: string;
  /** The run is there already, and goes on. */
  readonly isResumed: boolean;
}

/** A run that waits for its turn. */
export function waitingFace(run: WaitingRun, { label, fullLabel, time, end, isResumed }: WaitingFacts): RowFace {
  const description = [!run.isAsked && 'not started by you', run.isRetry && 'second try', time, end].filter(Boolean).join(' · ');
  const request = run.isAsked ? '' : requestInWords(run, isResumed);
  return {
    label,
    description,
    tooltip: request || `${fullLabel}\n${run.id}`,
    icon: run.isAsked ? { id: 'circle-outline' } : { id: 'question', colour: 'charts.yellow' },
    context: run.isAsked ? 'queued' : 'queued unasked',
    spoken: [`${fullLabel}, waits`, description, request].filter(Boolean).join(', '),
  };
}

export interface DesignFacts {
  readonly label: string;
  readonly count: number;
  readonly end: string;
  /** Some of them this user has not asked for. */
  readonly hasUnasked: boolean;
}

/** Runs of one design that wait. */
export function designFace({ label, count, end, hasUnasked }: DesignFacts): RowFace {
  const waiting = `${counted(count, 'run')} of it ${count === 1 ? 'waits' : 'wait'} here${end && `; ${end}`}`;
  return {
    label,
    description: [String(count), hasUnasked && 'not started by you', end].filter(Boolean).join(' · '),
    tooltip: `${label}\n${waiting}`,
    icon: { id: 'beaker' },
    context: hasUnasked ? 'queued group unasked' : 'queued group',
    spoken: `${label}, ${waiting}${hasUnasked ? '; not started by you' : ''}`,
    below: count > MOST_OPEN ? 'collapsed' : 'expanded',
  };
}

export function failuresFace(failed: readonly FailedRun[]): RowFace {
  const again = failed.filter(({ mayRetry }) => mayRetry).length;
  const description = [String(failed.length), again > 0 && `${again} can be retried`].filter(Boolean).join(' · ');
  return {
    label: 'Failed',
    description,
    tooltip: 'Runs that were trained from here and failed. Each can be retried once, if it would not fail again in the same way.',
    icon: { id: 'error', colour: 'list.errorForeground' },
    context: again > 0 ? 'failures retryable' : 'failures',
    spoken: `Failed, ${description}`,
    below: 'collapsed',
  };
}

export function failedFace({ id, reason, mayRetry, isRetry }: FailedRun, label: string): RowFace {
  const why = mayRetry ? '' : isRetry ? 'It was retried.' : 'It would fail again in the same way.';
  const description = [isRetry && 'failed twice', failureInBrief(reason)].filter(Boolean).join(' · ');
  return {
    label,
    description,
    tooltip: [label, id, reason, why].filter(Boolean).join('\n'),
    icon: { id: 'error', colour: 'list.errorForeground' },
    context: mayRetry ? 'failed retryable' : 'failed',
    spoken: `${label}, failed, ${[description, why].filter(Boolean).join('. ')}`,
  };
}

/** Of a run that the user has not asked for: which file asks for it, and what it would be. Text, not Markdown. */
function requestInWords({ id, parameters, labels, notes, threads, engine, queueFile }: WaitingRun, isResumed: boolean): string {
  const file = path.join(path.basename(path.dirname(queueFile)), path.basename(queueFile));
  const facts = [
    isResumed ? `${file} of this folder asks to go on with this run.` : `${file} of this folder asks for this run.`,
    'It came with the folder, or another user or program put it there. It trains when you choose Start, once.',
    id,
    labels.name && `Name: ${labels.name}`,
    labels.tags?.length && `Tags: ${labels.tags.join(', ')}`,
    notes && `Notes: ${notes}`,
    `Parameters: ${differencesInWords(parameters) || 'the defaults'}`,
    `Data set: ${parameters.dataset}`,
    threads !== null && `Threads: ${threads}`,
    engine !== null && `Engine: ${engine}`,
  ];
  return facts.flatMap(fact => (fact ? [fact.replaceAll(/\s+/g, ' ')] : [])).join('\n');
}
