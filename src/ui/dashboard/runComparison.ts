import type { Comparison } from '../../contract/dashboard';
import type { LabRun } from '../../runs/labRun';
import { compareWithOriginal } from '../../runs/reproduction';
import { messageOf } from '../../util/messageOf';

/** How a run compares with the one that it repeats. All that both predicted is read for it: once, and nothing waits for it. */
export class RunComparison {
  private asked: string | undefined;
  private found: Comparison | null = null;

  constructor(
    private readonly find: (id: string) => LabRun | undefined,
    private readonly onFound: () => void,
  ) {}

  /** What is known by now; null of a run that repeats none. */
  of(run: LabRun): Comparison | null {
    const { id, status, parent, labels } = run;
    const asked = JSON.stringify([id, status, parent, this.find(parent ?? '')?.status, labels.tags]);
    if (asked === this.asked) return this.found;
    this.asked = asked;
    this.found = null;
    void this.compare(run, asked);
    return null;
  }

  private async compare(run: LabRun, asked: string): Promise<void> {
    const found = await compareWithOriginal(run, this.find).then(
      comparison => comparison && { verdict: comparison.verdict, causes: comparison.causes, lines: comparison.lines },
      (error: unknown): Comparison => ({ verdict: 'unknown', causes: [], lines: [messageOf(error)] }),
    );
    if (!found || asked !== this.asked) return;
    this.found = found;
    this.onFound();
  }
}
