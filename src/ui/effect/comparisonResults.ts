import type { TestNoise } from '../../contract/effects';
import { comparisonResult, type ComparisonResult } from '../../experiment/effects/comparisonResult';
import type { ComparedRun } from '../../experiment/effects/comparedRun';
import { testNoises } from '../../runs/designs/testNoises';
import type { Inspector } from '../../runs/inspector';
import { Emitter, type Disposable } from '../../util/emitter';
import { messageOf } from '../../util/messageOf';
import type { KnownComparison, KnownComparisons } from './knownComparisons';

export interface ComparisonResultsOptions {
  readonly comparisons: Pick<KnownComparisons, 'findRun'>;
  readonly inspector: Pick<Inspector, 'ask'>;
  readonly log: (line: string) => void;
}

interface Made {
  readonly plan: KnownComparison['plan'];
  readonly runs: readonly (ComparedRun | undefined)[];
  readonly noise: readonly TestNoise[];
  readonly result: ComparisonResult;
}

/** What has come of comparisons so far. A result is computed anew only when its plan or one of its runs is different. */
export class ComparisonResults implements Disposable {
  private readonly made = new Map<string, Made>();
  private readonly noises = new Map<string, { readonly of: string; readonly noise: readonly TestNoise[] }>();
  private readonly changes = new Emitter<string>();

  /** What the test images alone leave open is known now, of the comparison of that id. */
  readonly onNoise = this.changes.event;

  constructor(private readonly options: ComparisonResultsOptions) {}

  resultOf({ id, plan }: KnownComparison): ComparisonResult {
    const find = this.options.comparisons.findRun;
    const runs = plan.runs.map(run => find(run.id));
    const noise = this.noises.get(id)?.noise ?? none;
    const before = this.made.get(id);
    if (before?.plan === plan && before.noise === noise && before.runs.every((run, i) => run === runs[i])) return before.result;
    const result = comparisonResult(plan, find, noise);
    this.made.set(id, { plan, runs, noise, result });
    return result;
  }

  /** The same with what the test images alone leave open, which is read from the arrays of the runs. */
  async wholeResultOf(comparison: KnownComparison): Promise<ComparisonResult> {
    await this.lookAtImages(comparison);
    return this.resultOf(comparison);
  }

  /** Finds out what the test images alone leave open, of a level with a single pair; `onNoise` tells. */
  async lookAtImages(comparison: KnownComparison): Promise<void> {
    const { id, plan, runsFolder } = comparison;
    const paired = this.resultOf(comparison).pairs.filter(({ state }) => state === 'paired');
    const single = plan.levels.filter(level => paired.filter(pair => pair.level === level).length === 1);
    const of = JSON.stringify(paired.filter(pair => single.includes(pair.level)).map(({ runs }) => runs));
    if (this.noises.get(id)?.of === of || (of === '[]' && !this.noises.has(id))) return;
    this.noises.set(id, { of, noise: none });
    if (of === '[]') return this.changes.fire(id);
    try {
      const noise = await testNoises(this.options.inspector, plan, { runsFolder, find: this.options.comparisons.findRun });
      if (this.noises.get(id)?.of !== of || noise.length === 0) return;
      this.noises.set(id, { of, noise });
      this.changes.fire(id);
    } catch (error) {
      this.options.log(`What the test images leave open in comparison ${id}: ${messageOf(error)}`);
    }
  }

  dispose(): void {
    this.changes.dispose();
  }
}

const none: readonly TestNoise[] = [];
