import path from 'node:path';
import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { differencesInWords } from '../../experiment/runLabel';
import type { FailedRun } from '../../runs/queueState';
import type { WaitingRun } from '../../runs/waitingRuns';
import { counted } from '../../util/format';
import { failureInBrief } from '../../wording/divergence';
import { MOST_OPEN } from './queueRows';

/** What a row of a run that waits shows beside its name. */
export interface WaitingFace {
  readonly label: string;
  readonly fullLabel: string;
  /** `about 1m57s` */
  readonly time: string;
  /** `done about 14:32` */
  readonly end: string;
  /** The run is there already, and goes on. */
  readonly isResumed: boolean;
}

export function waitingItem(run: WaitingRun, { label, fullLabel, time, end, isResumed }: WaitingFace): TreeItem {
  const item = new TreeItem(label);
  item.id = run.id;
  item.description = [!run.isAsked && 'not started by you', run.isRetry && 'second try', time, end].filter(Boolean).join(' · ');
  item.iconPath = run.isAsked ? new ThemeIcon('circle-outline') : new ThemeIcon('question', new ThemeColor('charts.yellow'));
  item.contextValue = run.isAsked ? 'queued' : 'queued unasked';
  item.tooltip = run.isAsked ? `${fullLabel}\n${run.id}` : requestInWords(run, isResumed);
  return item;
}

export interface DesignFace {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  readonly end: string;
  /** Some of them this user has not asked for. */
  readonly hasUnasked: boolean;
}

export function designItem({ key, label, count, end, hasUnasked }: DesignFace): TreeItem {
  const item = new TreeItem(label, count > MOST_OPEN ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded);
  item.id = `design ${key}`;
  item.description = [String(count), hasUnasked && 'not started by you', end].filter(Boolean).join(' · ');
  item.iconPath = new ThemeIcon('beaker');
  item.contextValue = hasUnasked ? 'queued group unasked' : 'queued group';
  item.tooltip = `${label}\n${counted(count, 'run')} of it ${count === 1 ? 'waits' : 'wait'} here${end && `; ${end}`}`;
  return item;
}

export function failuresItem(failed: readonly FailedRun[]): TreeItem {
  const item = new TreeItem('Failed', TreeItemCollapsibleState.Collapsed);
  const again = failed.filter(({ mayRetry }) => mayRetry).length;
  item.id = 'failures';
  item.description = [String(failed.length), again > 0 && `${again} can be retried`].filter(Boolean).join(' · ');
  item.iconPath = new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  item.contextValue = again > 0 ? 'failures retryable' : 'failures';
  item.tooltip = 'Runs that were trained from here and failed. Each can be retried once, if it would not fail again in the same way.';
  return item;
}

export function failedItem({ id, reason, mayRetry, isRetry }: FailedRun, label: string): TreeItem {
  const item = new TreeItem(label);
  item.id = `failed ${id}`;
  item.description = [isRetry && 'failed twice', failureInBrief(reason)].filter(Boolean).join(' · ');
  item.iconPath = new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  item.contextValue = mayRetry ? 'failed retryable' : 'failed';
  const why = isRetry ? 'It was retried.' : 'It would fail again in the same way.';
  item.tooltip = [label, id, reason, mayRetry ? '' : why].filter(Boolean).join('\n');
  return item;
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
