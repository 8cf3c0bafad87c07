import path from 'node:path';
import { decodeNpy } from '../artifacts/npy';
import { epochMetrics, isTimed } from '../contract/metrics';
import type { TrainedConfig } from '../contract/run';
import { conditionsOf, factInShort } from '../experiment/comparison/making';
import { percent } from '../util/format';
import { messageOf } from '../util/messageOf';
import { limits, needBytes } from './readFile';
import { readRun } from './readRun';
import { RunFolderError } from './runFolderError';

/** Two trainings that differ only in the order of sums are at most this far apart: probabilities on average, and predicted classes. */
const MEAN_PROBABILITY = 0.01;
const SHARE_OF_CLASSES = 0.01;

export interface RunComparison {
  readonly verdict: 'identical' | 'within tolerance' | 'different';
  /** Everything in which the two were made differently. */
  readonly causes: readonly string[];
  readonly maxProbabilityDifference: number;
  readonly meanProbabilityDifference: number;
  /** Share of the test images whose predicted class differs. */
  readonly differingPredictions: number;
  /** For a person. */
  readonly lines: readonly string[];
}

/** Compares what two runs with the same parameters left: weights, probabilities, predictions and metrics. */
export async function compareRuns(
  a: string,
  b: string,
  [configA, configB]: readonly [TrainedConfig, TrainedConfig],
): Promise<RunComparison> {
  const causes = differencesInMaking(configA, configB);
  const [weightsA, weightsB] = [await readWeights(a), await readWeights(b)];
  const [x, y] = [await readArray(a, 'probabilities.npy'), await readArray(b, 'probabilities.npy')];
  const [metricsA, metricsB] = [await readMetrics(a), await readMetrics(b)];
  const [p, q] = [await readArray(a, 'predictions.npy'), await readArray(b, 'predictions.npy')];
  let [max, sum, moved] = [0, 0, 0];
  if (x.length === y.length) {
    for (let i = 0; i < x.length; i++) {
      const difference = Math.abs(Number(x[i]) - Number(y[i]));
      max = Math.max(max, difference);
      sum += difference;
    }
    for (let i = 0; i < p.length; i++) if (p[i] !== q[i]) moved++;
  } else [max, sum, moved] = [1, x.length, p.length];
  const [mean, share] = [sum / x.length, moved / p.length];
  const identical = weightsA.equals(weightsB) && max === 0 && metricsA === metricsB;
  const near = mean <= MEAN_PROBABILITY && share <= SHARE_OF_CLASSES;
  const verdict = identical ? 'identical' : near ? 'within tolerance' : 'different';
  const lines = [
    verdict === 'identical'
      ? 'Identical: the same weights, probabilities and metrics, to the last bit.'
      : `${verdict === 'different' ? 'Different' : 'Within tolerance'}: probabilities differ by ${mean.toExponential(1)} on average and ${max.toExponential(1)} at most, ${percent(share)} of the predictions.`,
    ...(causes.length > 0
      ? [identical ? 'Although this was not the same:' : 'What was not the same:', ...causes.map(cause => `  ${cause}`)]
      : []),
    ...(causes.length === 0 && !identical ? ['No cause can be seen in what the runs keep.'] : []),
  ];
  return { verdict, causes, maxProbabilityDifference: max, meanProbabilityDifference: mean, differingPredictions: share, lines };
}

/** Everything that can change the numbers and is recorded in the config of a run. */
function differencesInMaking(a: TrainedConfig, b: TrainedConfig): string[] {
  const after = conditionsOf(b);
  return conditionsOf(a).flatMap(({ name, value: was }, i) => {
    const is = after[i]!.value;
    return was === is ? [] : [`${name}: ${factInShort(was)} → ${factInShort(is)}`];
  });
}

function readWeights(folder: string): Promise<Buffer> {
  return needBytes(folder, 'model/weights.bin', limits.large);
}

/** The metrics of each epoch that two equal trainings have alike, as JSON. */
async function readMetrics(folder: string): Promise<string> {
  const { epochs } = await readRun(folder);
  return JSON.stringify(epochs.map(one => epochMetrics.filter(metric => !isTimed(metric)).map(({ epoch }) => epoch.value(one))));
}

/** @throws {RunFolderError} if there is no such array or it cannot be read */
async function readArray(folder: string, name: string): Promise<ArrayLike<number | bigint>> {
  const bytes = await needBytes(folder, name, limits.large);
  try {
    return decodeNpy(bytes, path.join(folder, name)).data;
  } catch (error) {
    throw new RunFolderError(messageOf(error), { cause: error });
  }
}
