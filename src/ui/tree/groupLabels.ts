import type { RunGroup } from '../../experiment/arrangement';
import { labelsWithFull, type Label, type LabelRules } from '../../experiment/distinctLabels';
import type { LabRun } from '../../runs/labRun';

/** So many columns leave room for the accuracy beside them in a sidebar of the usual width, 300 pixels, in a group too. */
export const ROW_WIDTH = 22;

/** What a label is made of, and the run that it may be told apart from. */
export type NamedRun = Pick<LabRun, 'id' | 'parent' | 'labels' | 'parameters'>;

/** What the runs of each group are called: by what differs among those that stand together. */
export class GroupLabels {
  private readonly labels = new Map<string, ReadonlyMap<string, Label>>();
  private readonly facts: readonly string[];
  private readonly parentOf: NonNullable<LabelRules['parentOf']>;

  /** @param runs all that are known, parents among them */
  constructor(
    runs: readonly NamedRun[],
    private readonly groups: readonly RunGroup<NamedRun>[],
    private readonly width = ROW_WIDTH,
  ) {
    this.facts = [...runs.map(factsOf), ...groups.flatMap(group => [group.label, ...group.runs.map(({ id }) => id)])];
    const byId = new Map(runs.map(run => [run.id, run]));
    this.parentOf = id => byId.get(byId.get(id)?.parent ?? '');
  }

  /** Whether the labels are made of the same facts, so that nothing needs to be computed to know that none is different. */
  isLike(other: GroupLabels): boolean {
    return this.facts.length === other.facts.length && this.facts.every((fact, i) => fact === other.facts[i]);
  }

  /** What a run of a group is called. The labels of a group are computed when the first of them is needed. */
  of(group: string, id: string): Label {
    const { width, parentOf } = this;
    let labels = this.labels.get(group);
    if (!labels) {
      const runs = this.groups.find(({ label }) => label === group)?.runs ?? [];
      labels = labelsWithFull(runs, { most: width, width, parentOf });
      this.labels.set(group, labels);
    }
    return labels.get(id) ?? { short: id, full: id };
  }
}

/** A run that is as it was is the same object as before. */
const known = new WeakMap<NamedRun, string>();

/** All of a run that a label may say. */
function factsOf(run: NamedRun): string {
  const before = known.get(run);
  if (before !== undefined) return before;
  const { id, parent, labels, parameters } = run;
  const facts = JSON.stringify([id, parent, labels.name, labels.tags, parameters]);
  known.set(run, facts);
  return facts;
}
