import type { Scores } from '../contract/scores';
import { classScores, meanScores } from './classScores';

type CountedScores = Pick<Scores, 'confusionMatrix' | 'perClass' | 'macro'>;

/**
 * Scores as this version defines them, from those that a run holds: older versions had 0 where precision, recall or F1 is not defined, and
 * counted classes that do not occur in the macro means. Scores of a class that the matrix does not have stay as they are.
 */
export function currentScores<S extends CountedScores>(scores: S): S {
  const { confusionMatrix, perClass } = scores;
  if (perClass.length !== confusionMatrix.length) return scores;
  const counted = classScores(confusionMatrix);
  const current = perClass.map((held, of) => ({ ...held, ...counted[of]! }));
  return { ...scores, perClass: current, macro: meanScores(current, () => 1) };
}
