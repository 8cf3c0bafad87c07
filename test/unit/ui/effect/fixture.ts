import type { ComparisonPlan, Hypothesis, Level } from '../../../../src/contract/effects';
import { defaultParameters, type Parameters } from '../../../../src/contract/parameters';
import type { RunConfig } from '../../../../src/contract/run';
import type { RunSummary } from '../../../../src/contract/summary';
import type { ComparedRun } from '../../../../src/experiment/effects/comparedRun';
import { comparisonResult } from '../../../../src/experiment/effects/comparisonResult';
import { parametersOf } from '../../../../src/experiment/effects/planned';
import type { ShownEffect } from '../../../../src/contract/effectPage';
import { shownEffect, type Surroundings } from '../../../../src/ui/effect/shown/shownEffect';
import { configOf } from '../../webview/fixture';

export const hypothesis: Hypothesis = { text: 'More filters see more shapes.', metric: 'val_accuracy', expected: 'higher' };

export interface PlanOptions {
  readonly levels?: readonly Level[];
  readonly seeds?: readonly number[];
  readonly hypothesis?: Hypothesis | null;
  readonly baseline?: Partial<Parameters>;
}

const idOf = (level: number, seed: number): string =>
  `20261125-1200${String(level).padStart(2, '0')}-aaa${'abcdefghijklmnopqrstuvwxyz'[seed]}`;

/** `num_filters 32 → 64` over five seeds, by default. */
export function planOf({ levels = [32, 64], seeds = [1, 2, 3, 4, 5], baseline = {}, ...rest }: PlanOptions = {}): ComparisonPlan {
  return {
    schemaVersion: 1,
    id: '20261125-110000-bbbb',
    createdAt: '2026-11-25T11:00:00.000Z',
    author: 'Ada',
    factor: 'num_filters',
    levels: [...levels],
    seeds: [...seeds],
    baseline: { ...defaultParameters, epochs: 10, ...baseline },
    baselineRun: null,
    engine: 'onnx',
    threads: 2,
    hypothesis: rest.hypothesis === undefined ? hypothesis : rest.hypothesis,
    runs: seeds.flatMap(seed => levels.map((level, i) => ({ id: idOf(i, seed), level, seed }))),
  };
}

/** What a run came to. */
export interface RunResult {
  readonly accuracy?: number;
  readonly status?: ComparedRun['status'];
  readonly reason?: string;
  readonly config?: (config: Extract<RunConfig, { kind: 'trained' }>) => RunConfig;
}

/** The runs of a plan; by default each level is better by a quarter of a point, and seeds differ. */
export function runsOf(
  plan: ComparisonPlan,
  resultOf: (level: Level, seed: number) => RunResult | undefined = () => ({}),
): Map<string, ComparedRun> {
  const found = new Map<string, ComparedRun>();
  for (const { id, level, seed } of plan.runs) {
    const result = resultOf(level, seed);
    if (!result) continue;
    const usual =
      0.9862 + 0.0006 * ((seed * 7) % 5) + 0.0025 * plan.levels.indexOf(level) + 0.0004 * ((seed * 3 + plan.levels.indexOf(level)) % 4);
    const { accuracy = usual, status = 'completed', reason = null } = result;
    const made = {
      ...configOf(parametersOf(plan, { level, seed })),
      id,
      author: 'Ada',
      git: { commit: '3f9a1c2e71', branch: 'main', dirty: false },
      dataset: { ...configOf().dataset, sha256: '9f1c'.repeat(16), trainImages: 54_000, validationImages: 6_000, testImages: 10_000 },
      trainer: { numericsVersion: 4, bundleSha256: '3f9a'.repeat(16) },
    };
    const config = result.config?.(made) ?? made;
    found.set(id, {
      id,
      status,
      config,
      summary: status === 'running' ? undefined : summaryOf(id, { accuracy, status, reason }),
    });
  }
  return found;
}

function summaryOf(id: string, { accuracy, status, reason }: { accuracy: number; status: string; reason: string | null }): RunSummary {
  const results = { epoch: 10, loss: 0.02, accuracy: 0.995, valLoss: 4 * (1 - accuracy), valAccuracy: accuracy, imagesPerSecond: 1000 };
  const means = { precision: accuracy, recall: accuracy, f1: accuracy + 0.0004, auroc: 0.9998, averagePrecision: 0.999 };
  const isDone = status === 'completed';
  return {
    schemaVersion: 1,
    id,
    status: isDone ? 'completed' : status === 'failed' ? 'failed' : 'stopped',
    reason,
    endedAt: '2026-11-25T12:10:00.000Z',
    durationMs: 92_000 + 1e7 * (accuracy - 0.98),
    epochs: 10,
    keptEpoch: isDone ? 10 : null,
    final: isDone ? results : null,
    best: isDone ? results : null,
    testLoss: isDone ? results.valLoss : null,
    testAccuracy: isDone ? accuracy + 0.0008 : null,
    confusionMatrix: null,
    perClass: null,
    macro: isDone ? means : null,
    micro: isDone ? means : null,
    weighted: isDone ? means : null,
  };
}

/** What the page shows of a plan and its runs. */
export function shownOf(plan: ComparisonPlan, runs: ReadonlyMap<string, ComparedRun>, more: Partial<Surroundings> = {}): ShownEffect {
  return shownEffect(
    comparisonResult(plan, id => runs.get(id)),
    {
      find: id => runs.get(id),
      factsOf: id => ({ label: id, status: runs.get(id)?.status ?? 'missing' }),
      machine: { speeds: [], engine: 'onnx', threads: 2 },
      maySubmit: false,
      atSlurm: '',
      whyFixed: '',
      ...more,
    },
  );
}
