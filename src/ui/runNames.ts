import { noLabels } from '../contract/labels';
import type { Lab } from '../runs/lab';
import type { LabRun } from '../runs/labRun';
import type { WaitingRun } from '../runs/waitingRuns';
import type { Disposable } from '../util/emitter';
import { GroupLabels, type NamedRun } from './groupLabels';

const SHOWN = 'shown';
const ARCHIVED = 'archived';

/** What runs are called where they stand outside of the view Runs: by what distinguishes them from all others and from the queue. */
export class RunNames implements Disposable {
  private labels: GroupLabels | undefined;
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
    return this.lab.find(id)?.labels.name ? this.fullOf(id) : this.shortOf(id);
  }

  /** In a row, which has no room for more. */
  shortOf(id: string): string {
    return this.current().of(this.groupOf(id), id).short;
  }

  /** With everything that differs. */
  fullOf(id: string): string {
    return this.current().of(this.groupOf(id), id).full;
  }

  private groupOf(id: string): string {
    return this.lab.find(id)?.labels.archived ? ARCHIVED : SHOWN;
  }

  private current(): GroupLabels {
    if (this.labels && !this.isStale) return this.labels;
    this.isStale = false;
    const { runs, queued } = this.lab;
    const isArchived = ({ labels }: LabRun): boolean => labels.archived;
    // One that waits to be resumed is a run already.
    const known = new Set(runs.map(({ id }) => id));
    const waiting = queued.filter(({ id }) => !known.has(id)).map(nameable);
    const labels = new GroupLabels(
      [...runs, ...waiting],
      [
        { label: SHOWN, runs: [...runs.filter(run => !isArchived(run)), ...waiting] },
        { label: ARCHIVED, runs: runs.filter(isArchived) },
      ],
    );
    return (this.labels = this.labels?.isLike(labels) ? this.labels : labels);
  }
}

function nameable({ id, parent = null, labels, parameters }: WaitingRun): NamedRun {
  return { id, parent, labels: { ...noLabels, ...labels }, parameters };
}
