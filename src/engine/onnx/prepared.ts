import type { Network } from '../../contract/network';
import type { Parameters } from '../../contract/parameters';
import { weightTensors, type WeightTensor } from '../../contract/weights';
import { predictionGraph, trainingGraph, type StepGraph } from '../trainingGraph';
import { initialWeights } from '../weights';
import { planShards, shardedNetworkOf, type ShardPlan } from './shardPlan';

/** Images that a worker predicts in one call. */
export const PREDICTION_IMAGES = 16;

/** What a training needs that no engine has to be open for. */
export interface Prepared {
  readonly parameters: Parameters;
  readonly threads: number;
  readonly tensors: readonly WeightTensor[];
  readonly plan: ShardPlan;
  /** Initial ones. */
  readonly weights: Float32Array;
  readonly training: StepGraph;
  readonly prediction: StepGraph;
}

const known = new WeakMap<Network, Prepared>();

/** Computed once for a network and its parameters, so that it can be done while the engine opens. */
export function prepared(network: Network, parameters: Parameters, threads: number): Prepared {
  const before = known.get(network);
  if (before?.threads === threads && before.parameters === parameters) return before;
  const tensors = weightTensors(network);
  const plan = planShards(parameters.batch_size, threads, shardedNetworkOf(network));
  const result: Prepared = {
    parameters,
    threads,
    tensors,
    plan,
    weights: initialWeights(tensors, parameters.seed),
    training: trainingGraph(network, plan.images),
    prediction: predictionGraph(network, PREDICTION_IMAGES),
  };
  known.set(network, result);
  return result;
}
