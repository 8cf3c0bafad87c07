import { noLabels } from '../contract/labels';
import type { Lab } from '../runs/lab';
import type { LabRun } from '../runs/labRun';
import type { WaitingRun } from '../runs/waitingRuns';
import type { Disposable } from '../util/emitter';
import { GroupLabels, type NamedRun } from './tree/groupLabels';

/** So many columns of a label do not make a tab wider than others. */
const TAB_WIDTH = 30;

const SHOWN = 'shown';
const ARCHIVED = 'archived';

/** What runs are called where they stand outside of the view Runs: by what distinguishes them from all others and from the queue. */
export class RunNames implements Disposable {
  private labels: { readonly ofRows: GroupLabels; readonly ofTabs: GroupLabels } | undefined;
  private isStale = true;
  private readonly listening: Disposable;

  constructor(private readonly lab: Pick<Lab, 'runs' | 'queued' | 'find' | 'onChanged'>) {
    this.listening = lab.onChanged(() => (this.isStale = true));
  }

  dispose(): void {
    this.listening.dispose();
  }

  /** On a tab: the name that was given, else a short label. */
  titleOf(id: string): string {
    const { short, full } = this.current().ofTabs.of(this.groupOf(id), id);
    return this.lab.find(id)?.labels.name ? full : short;
  }

  /** In a row, which has no room for more. */
  shortOf(id: string): string {
    return this.current().ofRows.of(this.groupOf(id), id).short;
  }

  /** With everything that differs. */
  fullOf(id: string): string {
    return this.current().ofRows.of(this.groupOf(id), id).full;
  }

  private groupOf(id: string): string {
    return this.lab.find(id)?.labels.archived ? ARCHIVED : SHOWN;
  }

  private current(): NonNullable<typeof this.labels> {
    if (this.labels && !this.isStale) return this.labels;
    this.isStale = false;
    const { runs, queued } = this.lab;
    const isArchived = ({ labels }: LabRun): boolean => labels.archived;
    // One that waits to be resumed is a run already.
    const known = new Set(runs.map(({ id }) => id));
    const waiting = queued.filter(({ id }) => !known.has(id)).map(nameable);
    const all = [...runs, ...waiting];
    const groups = [
      { label: SHOWN, runs: [...runs.filter(run => !isArchived(run)), ...waiting] },
      { label: ARCHIVED, runs: runs.filter(isArchived) },
    ];
    const ofRows = new GroupLabels(all, groups);
    if (this.labels?.ofRows.isLike(ofRows)) return this.labels;
    return (this.labels = { ofRows, ofTabs: new GroupLabels(all, groups, TAB_WIDTH) });
  }
}

function nameable({ id, parent, labels, parameters }: WaitingRun): NamedRun {
  return { id, parent, labels: { ...noLabels, ...labels }, parameters };
}
