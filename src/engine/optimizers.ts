import type { OptimizerName, Parameters } from '../contract/parameters';
import { assertNever } from '../util/assertNever';

/** What an optimizer remembers of each weight from step to step; unused arrays stay empty. */
export interface OptimizerState {
  /** First moment or velocity. */
  readonly first: Float32Array;
  /** Second moment. */
  readonly second: Float32Array;
}

/** Changes the weights from index `from` up to but not including `to` by their gradient, in step number `step` (from 1). */
export type Optimizer = (weights: Float32Array, gradient: Float32Array, state: OptimizerState, range: StepRange) => void;

export interface StepRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** How many state arrays an optimizer uses. */
export function stateArrays(optimizer: OptimizerName): { readonly first: boolean; readonly second: boolean } {
  return { first: optimizer !== 'sgd' && optimizer !== 'rmsprop', second: optimizer !== 'sgd' && optimizer !== 'momentum' };
}

type Settings = Pick<Parameters, 'optimizer' | 'learning_rate' | 'weight_decay'>;

/**
 * The update rule that the parameters ask for, with the constants and formulas of Keras 3. Weight decay is decoupled, as Keras's
 * `weight_decay` argument is for every optimizer: before the step each weight loses weight_decay · learning_rate of itself
 * (Loshchilov & Hutter 2019, Decoupled Weight Decay Regularization). Sums are taken in float64 and stored as float32.
 */
export function createOptimizer({ optimizer, learning_rate: rate, weight_decay: decay }: Settings): Optimizer {
  const keep = 1 - rate * decay;
  switch (optimizer) {
    case 'sgd':
      return (weights, gradient, _, { from, to }) => {
        for (let i = from; i < to; i++) weights[i] = weights[i]! * keep - rate * gradient[i]!;
      };
    case 'momentum':
      return (weights, gradient, { first: velocity }, { from, to }) => {
        for (let i = from; i < to; i++) {
          const v = flushed(MOMENTUM * velocity[i]! - rate * gradient[i]!);
          velocity[i] = v;
          weights[i] = weights[i]! * keep + v;
        }
      };
    case 'rmsprop':
      return (weights, gradient, { second }, { from, to }) => {
        for (let i = from; i < to; i++) {
          const g = gradient[i]!;
          const mean = flushed(RHO * second[i]! + (1 - RHO) * g * g);
          second[i] = mean;
          weights[i] = weights[i]! * keep - (rate * g) / Math.sqrt(mean + EPSILON);
        }
      };
    case 'adam':
    case 'adamw':
      return (weights, gradient, { first, second }, { from, to, step }) => {
        const alpha = (rate * Math.sqrt(1 - BETA_2 ** step)) / (1 - BETA_1 ** step);
        for (let i = from; i < to; i++) {
          const g = gradient[i]!;
          const m = flushed(first[i]! + (1 - BETA_1) * (g - first[i]!));
          const v = flushed(second[i]! + (1 - BETA_2) * (g * g - second[i]!));
          first[i] = m;
          second[i] = v;
          weights[i] = weights[i]! * keep - (alpha * m) / (Math.sqrt(v) + EPSILON);
        }
      };
    default:
      return assertNever(optimizer, 'optimizer');
  }
}

const MOMENTUM = 0.9;
const RHO = 0.9;
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

/** The least float32 that is not subnormal. */
const LEAST_NORMAL = 2 ** -126;

/**
 * Replaces numbers that float32 could only hold as subnormal by zero. The moments of a weight that no longer gets a gradient decay to such
 * numbers and, because of rounding, stay there; and a step that computes with them takes a hundred times as long.
 */
function flushed(value: number): number {
  // Not by two comparisons: the sign is any, and a branch by it is mispredicted half of the time.
  return Math.abs(value) < LEAST_NORMAL ? 0 : value;
}
