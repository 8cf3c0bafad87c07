import { EventEmitter, l10n, ThemeIcon, TreeItem, type Disposable, type TreeDataProvider } from 'vscode';
import { viewIds } from '../contributions';
import { shortRunLabel } from '../experiment/arrangement';
import { noLabels } from '../contract/labels';
import { setContext } from './contextKeys';
import { measuredSpeeds, timeInWords } from './form/formModel';
import type { Services } from './services';
import type { Tree } from './sinks/treeView';
import { window } from './sinks/window';

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

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly services: Services) {
    this.view = window.createTreeView(viewIds.queue, { treeDataProvider: this, canSelectMany: true });
    this.listening = services.lab.onChanged(() => this.update());
    this.update();
  }

  dispose(): void {
    this.listening.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  getChildren(row?: QueueRow): QueueRow[] {
    return row ? [] : this.services.lab.queued.map(({ id }) => ({ runId: id }));
  }

  getTreeItem({ runId }: QueueRow): TreeItem {
    const { lab } = this.services;
    const run = lab.queued.find(({ id }) => id === runId);
    if (!run) return new TreeItem(runId);
    const item = new TreeItem(
      shortRunLabel({ parameters: run.parameters, labels: { ...noLabels, ...run.labels } }, lab.find(run.parent ?? '')?.parameters),
    );
    item.id = runId;
    item.description = timeInWords(run.parameters, measuredSpeeds(lab.runs));
    item.iconPath = new ThemeIcon('circle-outline');
    item.contextValue = 'queued';
    item.tooltip = runId;
    return item;
  }

  private update(): void {
    const { queued, isQueuePaused } = this.services.lab;
    setContext('digitsLab.hasQueue', queued.length > 0);
    setContext('digitsLab.isQueuePaused', isQueuePaused);
    this.view.setTexts({ description: [queued.length || '', isQueuePaused ? l10n.t('paused') : ''].filter(Boolean).join(' · ') });
    const shown = JSON.stringify(queued);
    if (shown === this.shown) return;
    this.shown = shown;
    this.changed.fire();
  }
}
