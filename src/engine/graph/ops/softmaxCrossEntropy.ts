import type { Operator } from '../operator';

/**
 * Σ weight · −log softmax(logits)[target] over the rows: logits `[n, classes]`, one-hot targets `[n, classes]`, weights `[n, 1]`
 * (1 / batch for an image, 0 for a row that only fills up a shard) to `[1, 1]`.
 */
export const softmaxCrossEntropy: Operator<3> = {
  name: 'softmaxCrossEntropy',
  shape([logits, targets, weights]) {
    if (logits.join() !== targets.join() || weights.join() !== `${logits[0]},1`) {
      throw new Error(`softmaxCrossEntropy: ${targets.join('×')} targets and ${weights.join('×')} weights for ${logits.join('×')} logits.`);
    }
    return [1, 1];
  },
  forward(builder, [logits, targets, weights]) {
    const logProbabilities = builder.node('LogSoftmax', [logits], { axis: -1 });
    const weighted = builder.node('Mul', [builder.node('Mul', [logProbabilities, targets]), weights]);
    const sum = builder.node('ReduceSum', [weighted, builder.integers([0, 1])], { keepdims: 1 });
    return { output: builder.node('Neg', [sum]), saved: [logProbabilities] };
  },
  /** (softmax − target) · weight. */
  gradient(builder, { inputs: [, targets, weights], saved, outputGradient }) {
    const probabilities = builder.node('Exp', saved);
    const difference = builder.node('Mul', [builder.node('Sub', [probabilities, targets]), weights]);
    return [builder.node('Mul', [difference, outputGradient]), undefined, undefined];
  },
};
