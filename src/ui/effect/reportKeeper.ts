import type { Lab } from '../../runs/lab';
import { keepReports } from '../../designs/keepReports';
import type { Disposable } from '../../util/emitter';
import { messageOf } from '../../util/messageOf';
import type { ComparisonResults } from './comparisonResults';
import type { KnownComparisons } from './knownComparisons';

export interface ReportKeeperOptions {
  readonly lab: Pick<Lab, 'onEnded'>;
  readonly comparisons: KnownComparisons;
  readonly results: ComparisonResults;
  readonly log: (line: string) => void;
}

/** Writes the report of a comparison, and the page of what is known, anew whenever one of its runs has ended in this window. */
export class ReportKeeper {
  private readonly listening: Disposable;
  private readonly stale = new Set<string>();
  private writing: Promise<void> = Promise.resolve();
  private isWriting = false;

  constructor(private readonly options: ReportKeeperOptions) {
    const { lab, comparisons } = options;
    this.listening = lab.onEnded(({ id }) => {
      for (const { id: comparison, plan } of comparisons.all) if (plan.runs.some(run => run.id === id)) this.stale.add(comparison);
      if (this.stale.size > 0) this.write();
    });
  }

  /** Settles when what was begun is written. */
  async dispose(): Promise<void> {
    this.listening.dispose();
    this.stale.clear();
    await this.writing;
  }

  private write(): void {
    if (this.isWriting) return;
    this.isWriting = true;
    this.writing = this.writeAll().finally(() => (this.isWriting = false));
  }

  private async writeAll(): Promise<void> {
    const { comparisons, results, log } = this.options;
    for (let [id] = this.stale; id !== undefined; [id] = this.stale) {
      this.stale.delete(id);
      const comparison = comparisons.find(id);
      if (!comparison) continue;
      try {
        await keepReports(await results.wholeResultOf(comparison), comparison.runsFolder);
      } catch (error) {
        log(messageOf(error));
      }
    }
  }
}
