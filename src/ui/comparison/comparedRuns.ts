import type { ComparedRun } from '../../contract/comparison';
import { bestEpoch, type EpochResults, type RunSummary } from '../../contract/summary';
import type { Tracking } from '../../contract/tracking';
import type { EpochEnded } from '../../contract/trainer';
import { makingFacts } from '../../experiment/comparison/making';
import type { LabRun } from '../../runs/labRun';

export interface RowFacts {
  readonly label: string;
  readonly tracking: Tracking | undefined;
}

/** The rows of runs. A row is the same object as long as nothing of it is different. */
export class ComparedRuns {
  private readonly made = new WeakMap<LabRun, { readonly facts: RowFacts; readonly row: ComparedRun }>();

  /** @param hasMaking whether rows say how runs were made, which only a comparison shows */
  constructor(private readonly hasMaking: boolean) {}

  rowOf(run: LabRun, facts: RowFacts): ComparedRun {
    const before = this.made.get(run);
    const { label, tracking } = facts;
    const isSame = before?.facts.label === label && before.facts.tracking === tracking;
    if (before && isSame) return before.row;
    const described = describe(run, facts);
    const row = this.hasMaking && run.config ? { ...described, making: makingFacts(run.config) } : described;
    this.made.set(run, { facts, row });
    return row;
  }
}

function describe(run: LabRun, { label, tracking }: RowFacts): ComparedRun {
  const { id, status, parameters, labels, createdAt, config } = run;
  const summary = run.summary ? withoutClasses(run.summary) : run.live && soFar(run, run.live.epochs);
  return {
    id,
    label,
    status,
    parameters,
    labels,
    createdAt,
    ...(summary && { summary }),
    ...(config && { config: { author: config.author, parent: config.parent } }),
    ...(tracking && { tracking }),
    ...(config?.kind === 'imported' && { origin: run.recorded ? 'recorded' : 'imported' }),
    making: [],
  };
}

/** A row shows nothing of single classes, which are most of a summary. */
function withoutClasses(summary: RunSummary): RunSummary {
  return { ...summary, confusionMatrix: null, perClass: null };
}

/** What a run that is being trained has come to. */
function soFar({ id }: LabRun, epochs: readonly EpochEnded[]): RunSummary | undefined {
  const last = epochs.at(-1);
  if (!last) return undefined;
  const results = ({ epoch, loss, accuracy, valLoss, valAccuracy, imagesPerSecond }: EpochEnded): EpochResults => {
    return { epoch, loss, accuracy, valLoss, valAccuracy, imagesPerSecond };
  };
  const best = bestEpoch(epochs);
  return {
    schemaVersion: 1,
    id,
    status: 'stopped',
    reason: null,
    endedAt: last.time,
    durationMs: epochs.reduce((sum, { durationMs }) => sum + durationMs, 0),
    epochs: epochs.length,
    keptEpoch: best?.epoch ?? null,
    final: results(last),
    best: best ? results(best) : null,
    testLoss: null,
    testAccuracy: null,
    confusionMatrix: null,
    perClass: null,
    macro: null,
    micro: null,
    weighted: null,
  };
}
