import path from 'node:path';
import {
  EventEmitter,
  TreeItem,
  TreeItemCheckboxState,
  type Disposable,
  type TreeDataProvider,
  type TreeDragAndDropController,
} from 'vscode';
import { viewIds } from '../../contributions';
import { readArrangement, type Arrangement } from '../../experiment/arrangement';
import { problemOf } from '../../experiment/runFilter';
import type { LabRun } from '../../runs/labRun';
import { compareWithOriginal } from '../../runs/reproduction';
import { isUnsent, trackingInWords } from '../../wording/syncInWords';
import { setContext } from '../contextKeys';
import { groupFace, moreFace } from './groupFace';
import { brokenFace, partFace, runFace } from './runFaces';
import { runTooltip, type RunLook } from '../runInWords';
import { artifactItem, itemOf } from './runItems';
import { RunRows, type Row } from './runRows';
import type { Services } from '../services';
import type { Tree } from '../sinks/treeView';
import { window } from '../sinks/window';

const arrangementKey = 'arrangement';

/** Of more runs at once the whole list is shown anew. */
const MOST_ROWS = 50;

/** The view Runs: every run with its parts, arranged as the user wants it. */
export class RunsTree implements TreeDataProvider<Row>, Disposable {
  readonly view: Tree<Row>;
  private readonly changed = new EventEmitter<Row | undefined>();
  private readonly disposables: Disposable[];
  private readonly rows: RunRows;
  /** The newest runs, which are shown until all are read. */
  private newest: readonly LabRun[] = [];
  private isListed = false;
  private isDisposed = false;

  readonly onDidChangeTreeData = this.changed.event;

  /** @param dragAndDropController what takes the files that are dropped on the view */
  constructor(
    private readonly services: Services,
    dragAndDropController: TreeDragAndDropController<Row>,
  ) {
    const { lab, cluster, tracker, context, checked, disposables } = services;
    const shown = (): readonly LabRun[] => (this.isListed ? lab.runs : this.newest);
    this.rows = new RunRows(
      {
        get runs() {
          return shown();
        },
        get broken() {
          return lab.broken;
        },
        find: id => this.find(id),
        trackingOf: run => tracker.stateOf(run.folder),
      },
      readArrangement(context.workspaceState.get<Partial<Arrangement>>(arrangementKey)),
    );
    // A box belongs to one run: those of a group, and what is below a run, have none that would follow it.
    this.view = disposables.add(
      window.createTreeView(viewIds.runs, {
        treeDataProvider: this,
        canSelectMany: true,
        manageCheckboxStateManually: true,
        dragAndDropController,
      }),
    );
    const ageing = setInterval(() => this.view.visible && this.changed.fire(undefined), 60_000);
    disposables.add({ dispose: () => clearInterval(ageing) });
    this.disposables = [
      this.view,
      this.changed,
      lab.onChanged(() => this.update()),
      cluster.onChanged(() => this.showBadge()),
      this.view.onDidChangeCheckboxState(({ items }) => {
        for (const [row, state] of items) if (row.kind === 'run') checked.check([row.runId], state === TreeItemCheckboxState.Checked);
      }),
      checked.onChanged(ids => {
        this.update();
        if (ids.length > MOST_ROWS) this.changed.fire(undefined);
        else for (const id of ids) this.refreshRun(id);
      }),
      lab.onEvents(({ id, events }) => {
        if (events.some(({ type }) => type === 'epochEnded' || type === 'runStarted' || type === 'runResumed')) this.refreshRun(id);
      }),
      tracker.onChanged(folder => {
        // A filter may ask for it.
        if (this.arrangement.filter === '') this.updateUnsent();
        else this.update();
        this.refreshRun(path.basename(folder));
      }),
    ];
    void lab.listed.then(() => this.showAll());
  }

  get arrangement(): Arrangement {
    return this.rows.arrangement;
  }

  setArrangement(changed: Partial<Arrangement>): void {
    this.rows.arrange({ ...this.arrangement, ...changed });
    void this.services.context.workspaceState.update(arrangementKey, this.arrangement);
    this.update();
  }

  /** Selects the row of a run and leaves the focus where it is, if the view can be seen and selects nothing of that run already. */
  async select(runId: string): Promise<void> {
    const { view, rows } = this;
    if (!view.visible || view.selected().some(row => 'runId' in row && row.runId === runId)) return;
    const row = rows.find(runId);
    if (row) await view.reveal(row, { select: true, focus: false });
  }

  dispose(): void {
    this.isDisposed = true;
    for (const one of this.disposables) one.dispose();
  }

  async getChildren(row?: Row): Promise<Row[]> {
    if (row) return this.rows.below(row);
    // VS Code is given no empty list before the runs are read: it would ask again, and not at once.
    if (!this.isListed) await this.readNewest();
    return this.rows.top();
  }

  getParent(row: Row): Row | undefined {
    return this.rows.above(row);
  }

  async getTreeItem(row: Row): Promise<TreeItem> {
    const { lab, tracker, checked } = this.services;
    if (row.kind === 'group') return itemOf(row.key, groupFace(row.label, row.runs));
    if (row.kind === 'more') return itemOf(row.key, moreFace(row.count));
    if (row.kind === 'broken') {
      const broken = lab.broken.find(({ id }) => id === row.runId);
      return itemOf(row.key, brokenFace(broken ?? { id: row.runId, folder: '', reason: '' }));
    }
    const run = this.find(row.runId);
    if (!run) return new TreeItem(row.runId);
    if (row.kind === 'artifact') return artifactItem(row, run);
    const tracking = tracker.stateOf(run.folder);
    if (row.kind !== 'run') return itemOf(row.key, await partFace(row.kind, run, tracking, tracker.isOwn(run.folder)));
    return itemOf(row.key, runFace(run, { ...this.lookOf(row), tracking, isChecked: checked.has(run.id), now: Date.now() }));
  }

  async resolveTreeItem(item: TreeItem, row: Row): Promise<TreeItem> {
    const { lab, log, tracker } = this.services;
    const run = row.kind === 'run' ? lab.find(row.runId) : undefined;
    if (row.kind !== 'run' || !run) return item;
    const comparison = await compareWithOriginal(run, id => lab.find(id)).catch((error: Error) => log.warn(error.message));
    const tracking = tracker.stateOf(run.folder);
    const more = [comparison?.lines.join(' '), tracking && trackingInWords(tracking, tracker.isOwn(run.folder))];
    item.tooltip = window.markdown(runTooltip(run, { ...this.lookOf(row), more }));
    return item;
  }

  /** How a run stands among those that are shown. */
  private lookOf({ group, runId }: Row & { kind: 'run' }): RunLook {
    const { shown } = this.rows;
    return { label: shown.labels.of(group, runId), isBest: this.isListed && shown.isBest(runId) };
  }

  private updateUnsent(): void {
    const { lab, tracker } = this.services;
    const states = lab.runs.map(({ folder }) => tracker.stateOf(folder)?.sync.status);
    setContext(
      'digitsLab.hasUnsent',
      states.some(status => status !== undefined && isUnsent(status)),
    );
  }

  /** Which runs come first is known before all are read only if those do that are read first. */
  private async readNewest(): Promise<void> {
    const { lab } = this.services;
    const { sort, group, filter } = this.arrangement;
    if (sort !== 'newest' || group !== 'none' || filter !== '') return lab.listed;
    const newest = await lab.newest;
    if (newest.length === 0) return lab.listed;
    if (this.isListed) return;
    this.newest = newest;
    this.rows.look();
  }

  private showAll(): void {
    if (this.isDisposed) return;
    this.isListed = true;
    this.update();
    // Which is the best is known now.
    if (this.newest.length > 0) this.changed.fire(undefined);
    this.newest = [];
  }

  private find(id: string): LabRun | undefined {
    return this.services.lab.find(id) ?? (this.isListed ? undefined : this.newest.find(run => run.id === id));
  }

  private update(): void {
    if (!this.isListed) return;
    const { lab, checked } = this.services;
    const { filter, showsArchived } = this.arrangement;
    const changed = this.rows.look();
    const checkedCount = checked.ids.length;
    setContext('digitsLab.hasChecked', checkedCount > 0);
    setContext('digitsLab.canCompare', checkedCount > 1);
    setContext('digitsLab.hasRuns', lab.runs.length > 0);
    setContext('digitsLab.isFiltered', filter !== '');
    setContext('digitsLab.showsArchived', showsArchived);
    this.showBadge();
    // It was kept by an older version, which understood others.
    const problem = problemOf(filter);
    this.view.setTexts({
      description: [this.rows.countInWords(), checkedCount > 0 && `${checkedCount} checked`].filter(Boolean).join(' · '),
      message: problem === undefined ? undefined : `Not filtered. ${problem}`,
    });
    this.updateUnsent();
    if (changed === 'all') this.changed.fire(undefined);
    else for (const row of changed) this.changed.fire(row);
  }

  private showBadge(): void {
    const { lab, cluster } = this.services;
    const { running, waiting } = cluster.counts;
    const busy = lab.active.length + lab.queued.filter(({ isAsked }) => isAsked).length + running + waiting;
    const tooltip = `${busy} running or queued${running + waiting > 0 ? `, ${running + waiting} of them at Slurm` : ''}`;
    this.view.badge = busy === 0 ? undefined : { value: busy, tooltip };
  }

  private refreshRun(id: string): void {
    if (this.isListed) for (const row of this.rows.rowsOf(id)) this.changed.fire(row);
  }
}
