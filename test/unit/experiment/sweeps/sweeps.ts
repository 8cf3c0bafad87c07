import { sweepPlan } from '../../../../src/contract/formats/sweepPlan';
import { parseValue } from '../../../../src/contract/formats/parse';
import { defaultParameters } from '../../../../src/contract/parameters';
import type { TrainedConfig } from '../../../../src/contract/run';
import type { Sweep, SweepPlan } from '../../../../src/contract/sweeps';
import type { ComparedRun } from '../../../../src/experiment/effects/comparedRun';
import { newSweep } from '../../../../src/experiment/sweeps/newSweep';
import { parametersOfRun } from '../../../../src/experiment/sweeps/plannedSweepRuns';
import { eventsOfRun } from '../../cli/events';
import { summary } from '../listed';

const [begun] = eventsOfRun();
const config = (begun as { config: TrainedConfig }).config;

/** As the invented runs were trained. */
export const conditions = {
  engine: 'onnx',
  threads: config.engine.threads,
  engineVersion: config.engine.version,
  instructionSet: config.environment.instructionSet,
  numericsVersion: config.trainer.numericsVersion,
  bundleSha256: config.trainer.bundleSha256,
} as const;

export function planOf(plan: object): SweepPlan {
  return parseValue(sweepPlan, { schemaVersion: 1, ...plan }, 'plan');
}

/** Ids that sort as they were made. */
export function ids(count: number): string[] {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return Array.from(
    { length: count },
    (_, i) => `20260103-000000-a${letters[Math.floor(i / 676) % 26]}${letters[Math.floor(i / 26) % 26]}${letters[i % 26]}`,
  );
}

export function sweepOf(plan: object, existing: readonly ComparedRun[] = []): Sweep {
  return newSweep({ plan: planOf(plan), conditions, existing, author: 'Ada', now: new Date('2026-01-03T00:00:00Z'), ids });
}

export const DIVERGED = 'Training diverged: the loss was no longer a number in epoch 1, batch 3. Try a learning_rate below 1.';

/** A run of a sweep that ended. @param outcome validation accuracy, or why it failed */
export function endedRun(sweep: Sweep, i: number, outcome: number | string | null): ComparedRun {
  const run = sweep.runs[i]!;
  const isFailure = typeof outcome === 'string';
  const final = { ...summary.final!, valAccuracy: isFailure ? 0 : outcome };
  return {
    id: run.id,
    status: isFailure ? 'failed' : 'completed',
    config: { ...config, id: run.id, parameters: { ...defaultParameters, ...parametersOfRun(sweep.base, run) } },
    summary: isFailure
      ? { ...summary, status: 'failed', reason: outcome }
      : { ...summary, final, best: { ...final, valAccuracy: 1 }, keptEpoch: final.epoch },
  };
}

/** All runs of a sweep. @param outcomeOf undefined: it is not there yet */
export function endedRuns(
  sweep: Sweep,
  outcomeOf: (run: Sweep['runs'][number], i: number) => number | string | null | undefined,
): (id: string) => ComparedRun | undefined {
  const runs = sweep.runs.flatMap((run, i) => {
    const outcome = outcomeOf(run, i);
    return outcome === undefined ? [] : [endedRun(sweep, i, outcome)];
  });
  return id => runs.find(run => run.id === id);
}
