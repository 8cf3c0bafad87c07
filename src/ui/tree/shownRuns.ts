import type { Tracking } from '../../contract/tracking';
import { arrange, type Arrangement, type RunGroup } from '../../experiment/arrangement';
import { bestRuns } from '../../experiment/bestRuns';
import type { BrokenRun } from '../../runFolder/listRuns';
import type { LabRun } from '../../runs/labRun';
import { GroupLabels } from './groupLabels';

/** The runs that the view is about. */
export interface RowSource {
  readonly runs: readonly LabRun[];
  readonly broken: readonly BrokenRun[];
  find(id: string): LabRun | undefined;
  trackingOf(run: LabRun): Tracking | undefined;
}

interface ShownRun {
  readonly run: LabRun | BrokenRun;
  /** Undefined of a folder that cannot be read. */
  readonly group?: string;
}

/** What the view Runs shows at one time. */
export class ShownRuns {
  readonly groups: readonly RunGroup<LabRun>[];
  readonly labels: GroupLabels;
  /** By the keys of their rows, in their order. */
  private readonly list: ReadonlyMap<string, ShownRun>;
  /** Among all that are shown. */
  private readonly best: ReadonlySet<string>;

  /** @param before what was shown before, whose labels are kept if they would be the same */
  constructor(source: RowSource, arrangement: Arrangement, before?: ShownRuns) {
    const { runs } = source;
    this.groups = arrange(runs, arrangement, run => source.trackingOf(run));
    const labels = new GroupLabels(runs, this.groups);
    this.labels = before && labels.isLike(before.labels) ? before.labels : labels;
    this.best = bestRuns(this.groups.flatMap(group => group.runs));
    this.list = new Map([
      ...this.groups.flatMap(({ label, runs: members }) =>
        members.map((run): [string, ShownRun] => [runKey(label, run.id), { run, group: label }]),
      ),
      ...source.broken.map((run): [string, ShownRun] => [brokenKey(run.id), { run }]),
    ]);
  }

  get isGrouped(): boolean {
    return this.groups.length !== 1 || this.groups[0]!.label !== '';
  }

  /** How many runs are shown; one may stand in several groups. */
  get count(): number {
    return new Set(this.groups.flatMap(({ runs }) => runs.map(({ id }) => id))).size;
  }

  isBest(id: string): boolean {
    return this.best.has(id);
  }

  /** The keys of the rows that are to be shown anew where the list is the same as before, else `all`. */
  changesSince(before: ShownRuns): readonly string[] | 'all' {
    const keys = [...this.list.keys()];
    const keysBefore = [...before.list.keys()];
    if (keys.length !== keysBefore.length || keys.some((key, i) => key !== keysBefore[i])) return 'all';
    return keys.filter(key => this.looksOtherwise(this.list.get(key)!, before.list.get(key)!.run, before));
  }

  private looksOtherwise({ run, group }: ShownRun, runBefore: LabRun | BrokenRun, before: ShownRuns): boolean {
    const { id } = run;
    // A run that is as it was is the same object as before.
    if (run !== runBefore || this.isBest(id) !== before.isBest(id)) return true;
    return group !== undefined && this.labels !== before.labels && this.labels.of(group, id).short !== before.labels.of(group, id).short;
  }
}

/** The key of the row of a group. */
export function groupKey(label: string): string {
  // In quotes, so that no label is like the key of a run in another group.
  return `group ${JSON.stringify(label)}`;
}

/** The key of the row of a run in a group; the label of a list without groups is empty. */
export function runKey(group: string, id: string): string {
  return group === '' ? id : `${groupKey(group)} ${id}`;
}

export function brokenKey(id: string): string {
  return `broken ${id}`;
}
