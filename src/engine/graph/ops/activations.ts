import type { ActivationFunction } from '../../../contract/parameters';
import type { Operator } from '../operator';
import { elu } from './elu';
import { gelu } from './gelu';
import { leakyRelu } from './leakyRelu';
import { relu } from './relu';
import { selu } from './selu';
import { sigmoid } from './sigmoid';
import { silu } from './silu';
import { softplus } from './softplus';
import { tanh } from './tanh';

interface Activation {
  readonly operator: Operator<1>;
  /** Never decreases, so that it can be applied to the maximum of a window instead of its four elements. */
  readonly monotonic: boolean;
}

/** Every activation function by its parameter's value. */
export const activations: Readonly<Record<ActivationFunction, Activation>> = {
  relu: { operator: relu, monotonic: true },
  sigmoid: { operator: sigmoid, monotonic: true },
  tanh: { operator: tanh, monotonic: true },
  elu: { operator: elu, monotonic: true },
  selu: { operator: selu, monotonic: true },
  leaky_relu: { operator: leakyRelu, monotonic: true },
  gelu: { operator: gelu, monotonic: false },
  silu: { operator: silu, monotonic: false },
  softplus: { operator: softplus, monotonic: true },
};
