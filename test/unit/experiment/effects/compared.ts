import type { ComparisonPlan, Level } from '../../../../src/contract/effects';
import { defaultParameters, type KnownParameters, type Parameters } from '../../../../src/contract/parameters';
import type { TrainedConfig } from '../../../../src/contract/run';
import { replay } from '../../../../src/contract/runState';
import { summarize, type RunSummary } from '../../../../src/contract/summary';
import type { ComparedRun } from '../../../../src/experiment/effects/comparedRun';
import type { FindRun } from '../../../../src/experiment/effects/pairs';
import { parametersOf } from '../../../../src/experiment/effects/planned';
import { eventsOfRun } from '../../cli/events';

const ended = replay(eventsOfRun());
export const config: TrainedConfig = { ...ended.config!, environment: { ...ended.config!.environment, machine: 'one machine' } };
const summary: RunSummary = { ...summarize(ended)!, besideCpuPercent: 0 };

/** A run that ended, with other parameters and a validation accuracy. */
export function compared(id: string, parameters: Partial<Parameters>, valAccuracy = 0.98, more: Partial<ComparedRun> = {}): ComparedRun {
  const kept = { ...summary.final!, epoch: summary.keptEpoch!, valAccuracy };
  return {
    id,
    status: 'completed',
    config: { ...config, id, parameters: { ...defaultParameters, ...parameters } },
    summary: { ...summary, id, final: kept, best: kept },
    ...more,
  };
}

/** A run of another tool of which only some parameters are known. */
export function importedRun(id: string, parameters: KnownParameters): ComparedRun {
  const { schemaVersion, createdAt } = config;
  const source = { tool: 'keras' };
  const nothing = { author: null, git: null, parent: null, design: null };
  return {
    id,
    status: 'completed',
    config: { schemaVersion, kind: 'imported', id, createdAt, source, parameters, ...nothing },
    summary: undefined,
  };
}

/** An id of a run that tells its level and seed. */
export function idOf(level: number, seed: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return `20260101-${String(level).padStart(6, '0')}-aaa${letters[seed]}`;
}

/** A comparison of `num_filters`, in the order of its seeds. */
export function planOf(levels: readonly number[], seeds: readonly number[], more: Partial<ComparisonPlan> = {}): ComparisonPlan {
  return {
    schemaVersion: 1,
    id: '20260101-000000-plan',
    createdAt: '2026-01-01T00:00:00.000Z',
    author: null,
    factor: 'num_filters',
    levels,
    seeds,
    baseline: { ...defaultParameters, num_filters: levels[0]! },
    baselineRun: null,
    engine: 'onnx',
    threads: 2,
    hypothesis: { text: '', metric: 'val_accuracy', expected: 'higher' },
    runs: seeds.flatMap(seed => levels.map(level => ({ id: idOf(level, seed), level, seed }))),
    ...more,
  };
}

/** The runs of a plan with these validation accuracies. */
export function runsOf(plan: ComparisonPlan, accuracyOf: (level: Level, seed: number) => number): ComparedRun[] {
  return plan.runs.map(run => compared(run.id, parametersOf(plan, run), accuracyOf(run.level, run.seed)));
}

/** Finds those of some runs; the later of two with one id. */
export function among(runs: readonly ComparedRun[]): FindRun {
  const byId = new Map(runs.map(run => [run.id, run]));
  return id => byId.get(id);
}
