import path from 'node:path';
import { EventEmitter, ThemeColor, ThemeIcon, TreeItem, type Disposable, type TreeDataProvider } from 'vscode';
import { viewIds } from '../../contributions';
import type { Machine } from '../../experiment/estimate';
import { estimateInWords } from '../../experiment/estimateInWords';
import { differencesInWords } from '../../experiment/runLabel';
import type { WaitingRun } from '../../runs/waitingRuns';
import { setContext } from '../contextKeys';
import type { Services } from '../services';
import type { Tree } from '../sinks/treeView';
import { window } from '../sinks/window';
import { thisMachine } from '../thisMachine';

/** A row of the view Queue. */
export interface QueueRow {
  readonly runId: string;
}

/** The view Queue: the runs that wait for their turn, the next one first. */
export class QueueTree implements TreeDataProvider<QueueRow>, Disposable {
  private readonly view: Tree<QueueRow>;
  private readonly changed = new EventEmitter<void>();
  private readonly listening: Disposable;
  private shown = '';
  /** As it is for all rows that are shown together. */
  private machine: Machine | undefined;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly services: Services) {
    this.view = services.disposables.add(window.createTreeView(viewIds.queue, { treeDataProvider: this, canSelectMany: true }));
    this.listening = services.lab.onChanged(() => this.update());
    this.update();
  }

  dispose(): void {
    this.listening.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  getChildren(row?: QueueRow): QueueRow[] {
    if (row) return [];
    this.machine = undefined;
    return this.services.lab.queued.map(({ id }) => ({ runId: id }));
  }

  getTreeItem({ runId }: QueueRow): TreeItem {
    const { lab, names } = this.services;
    const run = lab.queued.find(({ id }) => id === runId);
    if (!run) return new TreeItem(runId);
    const item = new TreeItem(names.shortOf(runId));
    item.id = runId;
    const machine = (this.machine ??= thisMachine(lab.runs));
    const time = estimateInWords(run.parameters, {
      ...machine,
      engine: run.engine ?? machine.engine,
      threads: run.threads ?? machine.threads,
    });
    item.description = run.isAsked ? time : ['not started by you', time].filter(Boolean).join(' · ');
    item.iconPath = run.isAsked ? new ThemeIcon('circle-outline') : new ThemeIcon('question', new ThemeColor('charts.yellow'));
    item.contextValue = run.isAsked ? 'queued' : 'queued unasked';
    item.tooltip = run.isAsked ? `${names.fullOf(runId)}\n${runId}` : requestInWords(run, lab.find(runId) !== undefined);
    return item;
  }

  private update(): void {
    const { lab, names } = this.services;
    const { queued, isQueuePaused } = lab;
    setContext('digitsLab.hasQueue', queued.length > 0);
    setContext(
      'digitsLab.hasUnasked',
      queued.some(({ isAsked }) => !isAsked),
    );
    setContext('digitsLab.isQueuePaused', isQueuePaused);
    this.view.setTexts({ description: [queued.length || '', isQueuePaused ? 'paused' : ''].filter(Boolean).join(' · ') });
    const shown = JSON.stringify(queued.map(run => [names.fullOf(run.id), run]));
    if (shown === this.shown) return;
    this.shown = shown;
    this.changed.fire();
  }
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
