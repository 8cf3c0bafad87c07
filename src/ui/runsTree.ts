import path from 'node:path';
import {
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCheckboxState,
  TreeItemCollapsibleState,
  Uri,
  type Disposable,
  type TreeDataProvider,
} from 'vscode';
import type { Artifact } from '../contract/dashboard';
import type { RunStatus } from '../contract/runState';
import { viewIds, type CommandId } from '../contributions';
import { arrange, defaultArrangement, runLabel, shortRunLabel, type Arrangement, type RunGroup } from '../experiment/arrangement';
import { differingParameters } from '../experiment/differences';
import { listArtifacts, readNotes } from '../runFolder/artifacts';
import type { BrokenRun } from '../runFolder/listRuns';
import type { LabRun } from '../runs/labRun';
import { compareWithOriginal } from '../runs/reproduction';
import { bytes, grouped } from '../util/format';
import { setContext } from './contextKeys';
import { runDescription, runTooltip, statusInWords } from './runInWords';
import type { Services } from './services';
import type { Tree } from './sinks/treeView';
import { window } from './sinks/window';
import { isUnsent, syncContext, syncTrouble, trackingInWords, wandbItem } from './wandb/wandbInWords';

/** A row of the view Runs. */
export type Row =
  | { readonly kind: 'group'; readonly key: string; readonly label: string; readonly runs: readonly LabRun[] }
  | { readonly kind: 'run'; readonly key: string; readonly runId: string }
  /** A folder that cannot be read. */
  | { readonly kind: 'broken'; readonly key: string; readonly runId: string }
  | { readonly kind: Part; readonly key: string; readonly runId: string }
  | { readonly kind: 'artifact'; readonly key: string; readonly runId: string; readonly artifact: Artifact };

type Part = (typeof parts)[number] | 'wandb';
/** What every run has. */
const parts = ['config', 'metrics', 'matrix', 'artifacts', 'notes'] as const;

const arrangementKey = 'arrangement';

/** The view Runs: every run with its parts, arranged as the person wants it. */
export class RunsTree implements TreeDataProvider<Row>, Disposable {
  readonly view: Tree<Row>;
  private readonly changed = new EventEmitter<Row | undefined>();
  private readonly disposables: Disposable[];
  private readonly checked = new Set<string>();
  /** The same row for the same thing, so that the view can keep what is open and selected. */
  private readonly rows = new Map<string, Row>();
  /** The runs as they were when the view was last told, by group and id. */
  private shown = new Map<string, LabRun | BrokenRun>();
  private arrangementNow: Arrangement;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly services: Services) {
    const { lab, tracker, context, disposables } = services;
    this.arrangementNow = { ...defaultArrangement, ...context.workspaceState.get<Partial<Arrangement>>(arrangementKey) };
    this.view = disposables.add(
      window.createTreeView(viewIds.runs, { treeDataProvider: this, canSelectMany: true, manageCheckboxStateManually: true }),
    );
    const ageing = setInterval(() => this.view.visible && this.changed.fire(undefined), 60_000);
    disposables.add({ dispose: () => clearInterval(ageing) });
    this.disposables = [
      this.view,
      this.changed,
      lab.onChanged(() => this.update()),
      lab.onEvents(({ id, events }) => {
        if (events.some(({ type }) => type === 'epochEnded' || type === 'runStarted' || type === 'runResumed')) this.refreshRun(id);
      }),
      tracker.onChanged(folder => {
        this.updateUnsent();
        this.refreshRun(path.basename(folder));
      }),
      this.view.onDidChangeCheckboxState(({ items }) => {
        for (const [row, state] of items) {
          if (row.kind !== 'run') continue;
          if (state === TreeItemCheckboxState.Checked) this.checked.add(row.runId);
          else this.checked.delete(row.runId);
        }
      }),
    ];
    this.update();
  }

  get arrangement(): Arrangement {
    return this.arrangementNow;
  }

  setArrangement(changed: Partial<Arrangement>): void {
    this.arrangementNow = { ...this.arrangementNow, ...changed };
    void this.services.context.workspaceState.update(arrangementKey, this.arrangementNow);
    this.update();
  }

  /** The runs whose boxes are checked. */
  get checkedRuns(): readonly string[] {
    return [...this.checked].filter(id => this.services.lab.find(id));
  }

  dispose(): void {
    for (const one of this.disposables) one.dispose();
  }

  getChildren(row?: Row): Row[] | Promise<Row[]> {
    if (!row) {
      const groups = arrange(this.services.lab.runs, this.arrangementNow);
      const broken = this.services.lab.broken.map(({ id }) => this.row({ kind: 'broken', key: `broken ${id}`, runId: id }));
      if (groups.length === 1 && groups[0]!.label === '') return [...groups[0]!.runs.map(run => this.runRow(run.id)), ...broken];
      return [...groups.map(({ label, runs }): Row => ({ kind: 'group', key: `group ${label}`, label, runs })), ...broken];
    }
    switch (row.kind) {
      case 'group':
        // A run with two tags stands in two groups.
        return row.runs.map(run => this.row({ kind: 'run', key: `${row.key} ${run.id}`, runId: run.id }));
      case 'run':
        return this.partsOf(row.runId).map(part => this.row({ kind: part, key: `${row.key} ${part}`, runId: row.runId }));
      case 'artifacts':
        return this.artifactRows(row.key, row.runId);
      case 'broken':
      case 'config':
      case 'metrics':
      case 'matrix':
      case 'notes':
      case 'wandb':
      case 'artifact':
        return [];
    }
  }

  getParent(row: Row): Row | undefined {
    // Enough to reveal a run of an ungrouped list.
    return row.kind === 'run' || row.kind === 'broken' || row.kind === 'group'
      ? undefined
      : this.rows.get(row.key.slice(0, row.key.lastIndexOf(' ')));
  }

  async getTreeItem(row: Row): Promise<TreeItem> {
    if (row.kind === 'group') {
      const item = new TreeItem(row.label, TreeItemCollapsibleState.Expanded);
      return Object.assign(item, { id: row.key, description: String(row.runs.length), contextValue: 'group' });
    }
    if (row.kind === 'broken') return this.brokenItem(row);
    const run = this.services.lab.find(row.runId);
    if (!run) return new TreeItem(row.runId);
    if (row.kind === 'run') return this.runItem(row, run);
    if (row.kind === 'artifact') return artifactItem(row, run);
    return this.partItem(row.kind, row, run);
  }

  async resolveTreeItem(item: TreeItem, row: Row): Promise<TreeItem> {
    const { lab, log } = this.services;
    const run = row.kind === 'run' ? lab.find(row.runId) : undefined;
    if (!run) return item;
    const comparison = await compareWithOriginal(run, id => lab.find(id)).catch((error: Error) => log.warn(error.message));
    const tracking = this.services.tracker.stateOf(run.folder);
    item.tooltip = window.markdown(
      runTooltip(run, [comparison?.lines.join(' '), tracking && trackingInWords(tracking, this.services.tracker.isOwn(run.folder))]),
    );
    return item;
  }

  private brokenItem({ key, runId }: Row & { kind: 'broken' }): TreeItem {
    const broken = this.services.lab.broken.find(({ id }) => id === runId);
    const { folder = '', reason = '' } = broken ?? {};
    const item = new TreeItem(runId, TreeItemCollapsibleState.None);
    item.id = key;
    // The path, which is long and known, is left to the tooltip.
    item.description = `broken: ${reason.replace(folder, '').replace(/^[\\/:]\s*/, '')}`;
    item.tooltip = reason;
    item.iconPath = new ThemeIcon('error', new ThemeColor('charts.red'));
    item.contextValue = 'broken';
    item.accessibilityInformation = { label: `${runId} cannot be read: ${reason}` };
    return item;
  }

  private runItem(row: Row & { kind: 'run' }, run: LabRun): TreeItem {
    const item = new TreeItem(shortRunLabel(run, this.services.lab.find(run.parent ?? '')?.parameters), TreeItemCollapsibleState.Collapsed);
    item.id = row.key;
    const tracking = this.services.tracker.stateOf(run.folder);
    item.description = [runDescription(run, Date.now()), tracking && syncTrouble(tracking)].filter(Boolean).join(' · ');
    item.iconPath = statusIcon(run.status);
    item.contextValue = [contextOf(run), ...(tracking ? syncContext(tracking) : [])].join(' ');
    item.checkboxState = {
      state: this.checked.has(run.id) ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
      tooltip: 'Choose for comparison',
    };
    item.accessibilityInformation = { label: `${runLabel(run)}, ${statusInWords(run.status)}, ${item.description}` };
    item.command = commandOf('digitsLab.openDashboard', 'Open Dashboard', row.runId);
    return item;
  }

  private async partItem(part: Part, row: { readonly key: string; readonly runId: string }, run: LabRun): Promise<TreeItem> {
    const item = new TreeItem('');
    item.id = row.key;
    item.contextValue = part;
    switch (part) {
      case 'config': {
        const differing = differingParameters(run.parameters).length;
        item.label = 'Config';
        item.description = differing === 0 ? 'defaults' : `${differing} differ from the defaults`;
        item.iconPath = new ThemeIcon('json');
        item.command = commandOf('digitsLab.openConfig', item.label, row.runId);
        break;
      }
      case 'metrics': {
        const epochs = run.live?.epochs.length ?? run.summary?.epochs ?? 0;
        item.label = 'Metrics';
        item.description = epochs === 1 ? '1 epoch' : `${epochs} epochs`;
        item.iconPath = new ThemeIcon('graph-line');
        item.command = commandOf('digitsLab.openMetrics', item.label, row.runId);
        break;
      }
      case 'matrix': {
        item.label = 'Confusion matrix';
        item.description = wrongInWords(run);
        item.iconPath = new ThemeIcon('table');
        item.command = commandOf('digitsLab.openConfusionMatrix', item.label, row.runId);
        break;
      }
      case 'artifacts': {
        const artifacts = await listArtifacts(run.folder);
        const size = artifacts.reduce((sum, artifact) => sum + artifact.bytes, 0);
        item.label = 'Artifacts';
        item.description = artifacts.length === 0 ? 'none yet' : `${artifacts.length} files · ${bytes(size)}`;
        item.iconPath = new ThemeIcon('package');
        item.collapsibleState = artifacts.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed;
        break;
      }
      case 'notes': {
        const [first = ''] = (await readNotes(run.folder)).trim().split('\n');
        item.label = 'Notes';
        item.description = first === '' ? 'none yet' : `“${first.length > 50 ? `${first.slice(0, 49)}…` : first}”`;
        item.iconPath = new ThemeIcon('note');
        item.command = commandOf('digitsLab.openNotes', item.label, row.runId);
        break;
      }
      case 'wandb': {
        const tracking = this.services.tracker.stateOf(run.folder);
        if (tracking) return Object.assign(item, wandbItem(tracking, row.runId, this.services.tracker.isOwn(run.folder)));
        break;
      }
    }
    return item;
  }

  /** Nobody who does not track runs is to read of it. */
  private partsOf(runId: string): Part[] {
    const run = this.services.lab.find(runId);
    return run && this.services.tracker.stateOf(run.folder) ? [...parts, 'wandb'] : [...parts];
  }

  private async artifactRows(key: string, runId: string): Promise<Row[]> {
    const run = this.services.lab.find(runId);
    const artifacts = run ? await listArtifacts(run.folder) : [];
    return artifacts.map(artifact => ({ kind: 'artifact', key: `${key} ${artifact.path}`, runId, artifact }));
  }

  private updateUnsent(): void {
    const { lab, tracker } = this.services;
    const states = lab.runs.map(({ folder }) => tracker.stateOf(folder)?.sync.status);
    setContext(
      'digitsLab.hasUnsent',
      states.some(status => status !== undefined && isUnsent(status)),
    );
  }

  private update(): void {
    const { lab } = this.services;
    const runs = lab.runs;
    setContext('digitsLab.hasRuns', runs.length > 0);
    setContext('digitsLab.isFiltered', this.arrangementNow.filter !== '');
    setContext('digitsLab.showsArchived', this.arrangementNow.showsArchived);
    const busy = lab.active.length + lab.queued.filter(({ isAsked }) => isAsked).length;
    this.view.badge = busy === 0 ? undefined : { value: busy, tooltip: `${busy} running or queued` };
    const groups = arrange(runs, this.arrangementNow);
    this.view.setTexts({ description: countInWords(groups, runs.length, this.arrangementNow.filter) });
    this.updateUnsent();
    this.forgetRows([...runs, ...lab.broken]);
    this.showChanges(groups);
  }

  /** Tells the view of the rows that changed where the list is the same, else of the list. */
  private showChanges(groups: readonly RunGroup<LabRun>[]): void {
    const rows = groups.flatMap(({ label, runs }) => runs.map((run): [string, LabRun | BrokenRun] => [`${label} ${run.id}`, run]));
    for (const run of this.services.lab.broken) rows.push([`broken ${run.id}`, run]);
    const shown = new Map(rows);
    const before = this.shown;
    this.shown = shown;
    const keysBefore = [...before.keys()];
    const isSameList = before.size === shown.size && [...shown.keys()].every((key, i) => key === keysBefore[i]);
    if (!isSameList) return this.changed.fire(undefined);
    // A run that is as it was is the same object as before.
    const changed = [...shown].filter(([key, run]) => before.get(key) !== run);
    if (changed.length > 0 && this.arrangementNow.group !== 'none') return this.changed.fire(undefined);
    for (const [key] of changed) {
      const row = this.rows.get(key.trim());
      if (row) this.changed.fire(row);
    }
  }

  /** Those of runs that are gone. */
  private forgetRows(runs: readonly { readonly id: string }[]): void {
    const there = new Set(runs.map(({ id }) => id));
    for (const [key, row] of this.rows) if ('runId' in row && !there.has(row.runId)) this.rows.delete(key);
  }

  private refreshRun(id: string): void {
    const row = this.rows.get(id);
    if (row && this.arrangementNow.group === 'none') this.changed.fire(row);
    else this.changed.fire(undefined);
  }

  private runRow(id: string): Row {
    return this.row({ kind: 'run', key: id, runId: id });
  }

  private row(row: Row): Row {
    const known = this.rows.get(row.key);
    if (known) return known;
    this.rows.set(row.key, row);
    return row;
  }
}

/** `14`, or `3 of 14 · “tanh”`; a run may stand in several groups. */
function countInWords(groups: readonly RunGroup<LabRun>[], all: number, filter: string): string {
  if (all === 0) return '';
  const shown = new Set(groups.flatMap(({ runs }) => runs.map(({ id }) => id))).size;
  return [shown === all ? String(all) : `${shown} of ${all}`, filter && `“${filter}”`].filter(Boolean).join(' · ');
}

/** What the context menus ask for. */
function contextOf({ status, isOwn, labels, readOnly }: LabRun): string {
  const words = ['run', status];
  if (isOwn) words.push('own');
  if (readOnly === null && ['interrupted', 'stopped', 'failed'].includes(status)) words.push('resumable');
  if (labels.pinned) words.push('pinned');
  if (labels.archived) words.push('archived');
  return words.join(' ');
}

function statusIcon(status: RunStatus): ThemeIcon {
  switch (status) {
    case 'starting':
    case 'running':
      return new ThemeIcon('sync~spin', new ThemeColor('charts.blue'));
    case 'completed':
      return new ThemeIcon('pass', new ThemeColor('charts.green'));
    case 'failed':
      return new ThemeIcon('error', new ThemeColor('charts.red'));
    case 'interrupted':
      return new ThemeIcon('warning', new ThemeColor('charts.yellow'));
    case 'stopped':
      return new ThemeIcon('debug-stop', new ThemeColor('descriptionForeground'));
  }
}

function wrongInWords({ summary }: LabRun): string {
  const matrix = summary?.confusionMatrix;
  if (!matrix) return 'not evaluated yet';
  const count = matrix.flat().reduce((sum, one) => sum + one, 0);
  const right = matrix.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  return `${grouped(count - right)} of ${grouped(count)} wrong`;
}

function artifactItem({ key, runId, artifact }: Row & { kind: 'artifact' }, run: LabRun): TreeItem {
  const item = new TreeItem(Uri.joinPath(Uri.file(run.folder), artifact.path), TreeItemCollapsibleState.None);
  item.id = key;
  item.label = artifact.path;
  item.description = bytes(artifact.bytes);
  item.iconPath = ThemeIcon.File;
  item.contextValue = 'artifact';
  item.command = { command: 'digitsLab.openArtifact', title: 'Open', arguments: [{ runId, artifact }] };
  return item;
}

function commandOf(command: CommandId, title: string, runId: string): { command: string; title: string; arguments: [string] } {
  return { command, title, arguments: [runId] };
}
