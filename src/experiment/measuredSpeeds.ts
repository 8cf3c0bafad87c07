import { describeNetwork, type ImageFormat } from '../contract/network';
import { ParameterError } from '../contract/parameters';
import type { RunConfig } from '../contract/run';
import type { Run } from '../contract/runState';
import type { RunSummary } from '../contract/summary';

/** How fast a run trained. */
export interface MeasuredSpeed {
  readonly flopsPerImage: number;
  readonly batchSize: number;
  /** In its last epoch. */
  readonly imagesPerSecond: number;
  /** How long it trained, validation left out. */
  readonly seconds: number;
  readonly engine: string;
  readonly threads: number;
  readonly data: MeasuredData;
}

/** What a run tells of the data that it trained on. */
export interface MeasuredData {
  /** The value of the parameter. */
  readonly dataset: string;
  readonly image: ImageFormat;
  /** All training images; undefined where not all of them were used. */
  readonly training: number | undefined;
  readonly test: number;
}

/** What is needed of a run. */
export interface SpedRun {
  readonly config: RunConfig | undefined;
  readonly summary: RunSummary | undefined;
  /** While it is trained. */
  readonly live?: Run | undefined;
}

/** Older runs were of an older version, or of other days of this machine. */
const MOST_RUNS = 200;

/**
 * How the runs of a machine went, the newest first.
 * @param runs the oldest first
 * @param cpu the machine's processor, as `processorName` gives it
 */
export function measuredSpeeds(runs: readonly SpedRun[], cpu: string): MeasuredSpeed[] {
  const speeds: MeasuredSpeed[] = [];
  for (let i = runs.length - 1; i >= 0 && speeds.length < MOST_RUNS; i--) {
    const speed = speedOf(runs[i]!, cpu);
    if (speed) speeds.push(speed);
  }
  return speeds;
}

function speedOf({ config, summary, live }: SpedRun, cpu: string): MeasuredSpeed | undefined {
  const imagesPerSecond = live?.epochs.at(-1)?.imagesPerSecond ?? summary?.final?.imagesPerSecond;
  if (config?.kind !== 'trained' || !imagesPerSecond || config.environment.cpu !== cpu) return undefined;
  const { parameters, dataset, engine } = config;
  const epochs = live?.epochs.length ?? summary?.epochs ?? 0;
  try {
    return {
      flopsPerImage: describeNetwork(parameters, dataset).flopsPerImage,
      batchSize: parameters.batch_size,
      imagesPerSecond,
      seconds: (epochs * dataset.trainImages) / imagesPerSecond,
      engine: engine.name,
      threads: engine.threads,
      data: {
        dataset: parameters.dataset,
        image: dataset,
        training: parameters.train_samples === 0 ? dataset.trainImages + dataset.validationImages : undefined,
        test: dataset.testImages,
      },
    };
  } catch (error) {
    // A file may say of a run what no run can be.
    if (error instanceof ParameterError) return undefined;
    throw error;
  }
}
