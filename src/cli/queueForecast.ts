import os from 'node:os';
import { MAX_THREADS } from '../contract/threads';
import { dividedThreads } from '../experiment/dividedThreads';
import type { Machine } from '../experiment/estimate';
import { estimateOf } from '../experiment/estimateInWords';
import { measuredSpeeds } from '../experiment/measuredSpeeds';
import { queueTimes, type QueueTimes } from '../experiment/queueTimes';
import { remainingMs } from '../experiment/remaining';
import type { WaitingRun } from '../runs/waitingRuns';
import { processorName } from '../util/processor';
import type { OpenQueue } from './openQueue';

/** When the runs of a queue will have ended. */
export interface QueueForecast extends QueueTimes {
  /** Those that begin by themselves, in their order: the times are theirs. */
  readonly asked: readonly WaitingRun[];
  /** After how many milliseconds each of those at work has ended; undefined where nothing says so. */
  readonly left: readonly (number | undefined)[];
}

/** @param jobs runs at a time; by default as many as are at work */
export function queueForecast({ waiting, runs, atWork }: OpenQueue, jobs: number | undefined): QueueForecast {
  const atOnce = jobs ?? Math.max(1, atWork.length);
  const cores = Math.min(os.availableParallelism(), MAX_THREADS);
  const machine: Machine = {
    speeds: measuredSpeeds(runs, processorName()),
    engine: 'auto',
    threads: dividedThreads({ cores, concurrent: atOnce }),
  };
  const left = atWork.map(({ run }) => remainingMs(run, Date.now()));
  const asked = waiting.runs.filter(({ isAsked }) => isAsked);
  const estimates = asked.map(({ parameters, engine, threads }) =>
    estimateOf(parameters, { ...machine, engine: engine ?? machine.engine, threads: threads ?? machine.threads }),
  );
  return { ...queueTimes({ atWork: left, waiting: estimates, atOnce }), asked, left };
}
