import type { ShownEffect } from '../../../contract/effectPage';
import { describeNetwork, mnistFormat } from '../../../contract/network';
import { ParameterError } from '../../../contract/parameters';
import type { ComparisonResult } from '../../../experiment/effects/comparisonResult';
import { levelInWords, signedAmount } from '../../../experiment/effects/effectInWords';
import { meansOf } from '../../../experiment/effects/effects';
import { parametersOf } from '../../../experiment/effects/planned';
import { duration, grouped } from '../../../util/format';

/** What a level costs a run, against the reference: time, where it was measured, and weights. */
export function priceOf({ plan, effects, runs }: ComparisonResult): ShownEffect['price'] {
  const format = runs.map(({ run }) => (run?.config.kind === 'trained' ? run.config.dataset : undefined)).find(Boolean) ?? mnistFormat;
  const weights = (level: (typeof plan.levels)[number]): number | undefined => {
    try {
      return describeNetwork(parametersOf(plan, { level, seed: 0 }), format).parameterCount;
    } catch (error) {
      if (error instanceof ParameterError) return undefined;
      throw error;
    }
  };
  const [reference, ...levels] = plan.levels;
  return levels.slice(0, 4).flatMap(level => {
    const of = levels.length > 1 ? ` at ${levelInWords(plan.factor, level)}` : '';
    const time = effects.find(({ metric, levels: [, other] }) => metric === 'duration' && other === level);
    const means = time && meansOf(time);
    const ofTime =
      time?.mean == null || !means
        ? []
        : [{ amount: signedAmount('ms', time.mean), words: `time${of} (${duration(means[0])} → ${duration(means[1])})` }];
    const [before, after] = [weights(reference!), weights(level)];
    const ofWeights =
      before === undefined || after === undefined || before === after
        ? []
        : [
            {
              amount: `${after > before ? '+' : '−'}${grouped(Math.abs(after - before))}`,
              words: `weights${of} (${grouped(before)} → ${grouped(after)})`,
            },
          ];
    return [...ofTime, ...ofWeights];
  });
}
