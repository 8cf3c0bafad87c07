import { EventEmitter, TreeItem, type Disposable, type TreeDataProvider } from 'vscode';
import type { ParameterName } from '../../contract/parameters';
import type { ClusterPlan } from '../../cluster/clusterPlan';
import type { ClusterTask } from '../../cluster/clusterTask';
import { viewIds } from '../../contributions';
import { varyingParameters } from '../../experiment/differences';
import { inWords } from '../../experiment/estimateInWords';
import { nameAndValueInBrief } from '../../experiment/runLabel';
import { SteadyEnds } from '../../experiment/steadyEnds';
import type { QueuedRun } from '../../runs/queueState';
import type { WaitingRun } from '../../runs/waitingRuns';
import { designInWords, endInWords, queueInWords } from '../../wording/queueInWords';
import { clockTime } from '../../wording/clockInWords';
import { countsInWords } from '../cluster/taskCounts';
import { setContext } from '../contextKeys';
import { epochsInWords } from '../runInWords';
import { Unhurried } from '../../util/unhurried';
import type { Services } from '../services';
import type { Tree } from '../sinks/treeView';
import { window } from '../sinks/window';
import { changedRows, clusterRows, keptRows, type ClusterFacts, type ShownClusterRow } from './clusterRows';
import { queueDrag } from './queueDrag';
import { QueueForecast } from './queueForecast';
import { designFace, failedFace, failuresFace, waitingFace } from './queueFaces';
import { keyOfRow, queueRows, type QueueRow } from './queueRows';
import type { RowFace } from './rowFace';
import { itemOf } from './runItems';

/** How often it is looked whether the times that are shown are still right. */
const LOOK_MS = 15_000;

/** The end of all runs, among those of each. */
const ALL = 'all';

/** Of more runs it is not looked whether they are called otherwise now. */
const MOST_NAMED = 1000;

interface Shown {
  readonly rows: readonly QueueRow[];
  readonly waiting: ReadonlyMap<string, WaitingRun>;
  /** `done about 14:32`, by the ids of the runs. */
  readonly ends: ReadonlyMap<string, string>;
  /** What Slurm has, by the keys of the rows. */
  readonly cluster: ReadonlyMap<string, ShownClusterRow>;
  /** The parameters in which the runs of a design differ, found when they are first asked for. */
  readonly varying: Map<string, readonly ParameterName[]>;
}

/** The view Queue: the runs that wait for their turn, the next one first, and those of them that failed. */
export class QueueTree implements TreeDataProvider<QueueRow>, Disposable {
  readonly view: Tree<QueueRow>;
  private readonly changed = new EventEmitter<QueueRow[] | undefined>();
  private readonly listening: readonly Disposable[];
  private readonly forecast: QueueForecast;
  private readonly steady = new SteadyEnds();
  private readonly timer: NodeJS.Timeout;
  /** Runs tell of themselves many times a second where there are many, and each time all rows are looked through. */
  private readonly updating = new Unhurried(() => this.update());
  private shown: Shown = { rows: [], waiting: new Map(), ends: new Map(), cluster: new Map(), varying: new Map() };
  private shownText = '';
  private readonly varyingInPlans = new WeakMap<ClusterPlan, readonly ParameterName[]>();

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly services: Services,
    private readonly titleOf: ClusterFacts['titleOf'],
  ) {
    const { lab, cluster, disposables } = services;
    this.forecast = new QueueForecast(lab);
    const dragAndDropController = queueDrag(services);
    const options = { treeDataProvider: this, canSelectMany: true, showCollapseAll: false, dragAndDropController };
    this.view = disposables.add(window.createTreeView(viewIds.queue, options));
    this.listening = [
      this.updating,
      lab.onChanged(() => this.updating.ask()),
      cluster.onChanged(() => this.updating.ask()),
      lab.onEnded(() => this.forecast.forget()),
      lab.onEvents(({ events }) => {
        if (events.some(({ type }) => type === 'epochEnded')) this.updating.ask();
      }),
    ];
    this.timer = setInterval(() => this.updating.ask(), LOOK_MS);
    this.updating.ask();
  }

  dispose(): void {
    clearInterval(this.timer);
    for (const one of this.listening) one.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  getChildren(row?: QueueRow): QueueRow[] {
    if (!row) return [...this.shown.rows];
    if (row.kind === 'cluster') return (this.shown.cluster.get(row.key)?.below ?? []).map(({ row: task }) => task);
    if (row.kind === 'design') return row.runIds.map(runId => ({ kind: 'waiting', runId }));
    if (row.kind === 'failures') return row.runIds.map(runId => ({ kind: 'failed', runId }));
    return [];
  }

  getTreeItem(row: QueueRow): TreeItem {
    const face = this.faceOf(row);
    return face ? itemOf(keyOfRow(row), face) : new TreeItem(keyOfRow(row));
  }

  /** Undefined of what is not there any more. */
  private faceOf(row: QueueRow): RowFace | undefined {
    const { lab, names } = this.services;
    const { waiting, ends, cluster } = this.shown;
    const { failed } = lab.queue;
    switch (row.kind) {
      case 'cluster':
        return cluster.get(row.key)?.face;
      case 'waiting': {
        const run = waiting.get(row.runId);
        if (!run) return undefined;
        return waitingFace(run, {
          label: this.labelOf(run),
          fullLabel: names.fullOf(run.id),
          time: inWords(this.forecast.estimateOf(run)),
          end: ends.get(run.id) ?? '',
          isResumed: lab.find(run.id) !== undefined,
        });
      }
      case 'design':
        return designFace({
          label: designInWords(row.design, this.varyingIn(row.design)),
          count: row.runIds.length,
          end: ends.get(row.runIds.at(-1)!) ?? '',
          hasUnasked: row.runIds.some(id => waiting.get(id)?.isAsked === false),
        });
      case 'failures':
        return failuresFace(failed);
      case 'failed': {
        const run = failed.find(({ id }) => id === row.runId);
        return run && failedFace(run, this.labelOf(run));
      }
    }
  }

  private update(): void {
    const { lab, names } = this.services;
    const { queued, isQueuePaused, queue } = lab;
    const { failed, takenOut } = queue;
    const shownAtCluster = this.shown.cluster;
    const atCluster = keptRows(clusterRows(this.services.cluster.snapshot, this.clusterFacts()), shownAtCluster);
    setContext('digitsLab.hasQueue', queued.length + failed.length + atCluster.length > 0);
    setContext(
      'digitsLab.hasUnasked',
      queued.some(({ isAsked }) => !isAsked),
    );
    setContext('digitsLab.isQueuePaused', isQueuePaused);
    setContext('digitsLab.canStopAll', queued.length + lab.active.length > 0);
    setContext(
      'digitsLab.canRetry',
      failed.some(({ mayRetry }) => mayRetry),
    );
    setContext('digitsLab.canPutBack', takenOut.length > 0);
    const now = new Date();
    const asked = queued.filter(({ isAsked }) => isAsked);
    const { ends: endsInMs, total, isGuess } = this.forecast.of(asked, now.getTime());
    const facts = { waiting: asked.length, unasked: queued.length - asked.length, isPaused: isQueuePaused, isGuess };
    const steady = this.steady.of([...asked.map(({ id }, i) => [id, endsInMs[i]] as const), [ALL, total]], now.getTime());
    this.view.setTexts({
      description: [queued.length || '', isQueuePaused ? 'paused' : '', countsInWords(this.services.cluster.counts)]
        .filter(Boolean)
        .join(' · '),
      message: queued.length === 0 ? undefined : queueInWords({ ...facts, total: steady.get(ALL) }, now),
    });
    const ends = new Map(asked.map(({ id }) => [id, isQueuePaused ? '' : endInWords(steady.get(id), now)]));
    // A name may change with other runs; of very many that takes too long to look at each time.
    const nameOf = (id: string): string => (queued.length > MOST_NAMED ? id : names.fullOf(id));
    const text = JSON.stringify([queued.map(run => [nameOf(run.id), run, ends.get(run.id)]), failed]);
    const changedAtCluster = changedRows(atCluster, shownAtCluster);
    const isSameHere = text === this.shownText;
    const before = this.shown.rows;
    const rows: readonly QueueRow[] = [...atCluster.map(({ row }) => row), ...queueRows(queued, failed)];
    if (isSameHere && changedAtCluster.length === 0 && rows.length === before.length) return;
    this.shownText = text;
    // Where the rows stay, only what they say is shown anew: while VS Code asks for all of them it knows of none which has the focus, and
    // a key that is pressed then does nothing.
    const isSame = JSON.stringify(rows) === JSON.stringify(before);
    this.shown = {
      rows: isSame ? before : rows,
      waiting: new Map(queued.map(run => [run.id, run])),
      ends,
      cluster: new Map(atCluster.flatMap(plan => [plan, ...plan.below]).map(one => [one.row.key, one])),
      varying: new Map(),
    };
    this.changed.fire(isSame ? (isSameHere ? changedAtCluster : [...before]) : undefined);
  }

  private clusterFacts(): ClusterFacts {
    const { lab, cluster } = this.services;
    const { answeredAt } = cluster;
    return {
      titleOf: this.titleOf,
      nameOf: (plan, task) => this.nameOfTask(plan, task),
      find: id => lab.find(id),
      progressOf: id => {
        const run = lab.find(id);
        return run?.live ? epochsInWords(run) : '';
      },
      lastAnswer: answeredAt ? clockTime(answeredAt, new Date()) : '',
    };
  }

  private nameOfTask(plan: ClusterPlan, { runId, place }: ClusterTask): string {
    let varying = this.varyingInPlans.get(plan);
    if (!varying) this.varyingInPlans.set(plan, (varying = varyingParameters(plan.runs.map(({ parameters }) => parameters))));
    const { parameters } = plan.runs[place]!;
    return this.nameOf({ id: runId, parameters, labels: this.services.lab.find(runId)?.labels ?? {} }, varying);
  }

  private labelOf(run: QueuedRun): string {
    return this.nameOf(run, run.design === undefined ? [] : this.varyingIn(run.design));
  }

  /** The name that was given; else, under a heading, what varies there. */
  private nameOf({ id, parameters, labels }: Pick<QueuedRun, 'id' | 'parameters' | 'labels'>, varying: readonly ParameterName[]): string {
    return labels.name || varying.map(name => nameAndValueInBrief(name, parameters)).join(' · ') || this.services.names.shortOf(id);
  }

  /** Among all runs of a design, those that are trained already too. */
  private varyingIn(design: string): readonly ParameterName[] {
    const { runs, queued, queue } = this.services.lab;
    const known = this.shown.varying.get(design);
    if (known) return known;
    const waiting = [...queued, ...queue.failed].filter(run => run.design === design);
    const sets = [...runs.filter(({ config }) => config?.design === design), ...waiting];
    const varying = varyingParameters(sets.map(({ parameters }) => parameters));
    this.shown.varying.set(design, varying);
    return varying;
  }
}
