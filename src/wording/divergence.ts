/** Why a run failed whose loss became infinite or NaN, and what to try. */
export function divergedInWords(epoch: number, batch: number, learningRate: number): string {
  return `Training diverged: the loss was no longer a number in epoch ${epoch}, batch ${batch}. Try a learning_rate below ${learningRate}.`;
}

/**
 * The same of a run of another tool, by the losses that it logged.
 * @param epoch from which on they were no numbers; undefined where its rows tell of no epochs
 */
export function loggedDivergenceInWords(epoch: number | undefined): string {
  const where = epoch === undefined ? 'the last row' : `epoch ${epoch}`;
  return `Training diverged: the loss was no longer a number in ${where}, as it was logged.`;
}

/** The reason of a failure in a few words, for a list: `loss not finite in epoch 1`; of any other reason its first sentence. */
export function failureInBrief(reason: string): string {
  const place = divergenceIn(reason);
  if (place !== undefined) return `loss not finite in ${place}`;
  const [line = ''] = reason.trim().split('\n', 1);
  // A path, which is long and known.
  const words = line.replace(/^[^\s\\/]*[\\/]\S*: /, '');
  const end = words.search(/[.;] /);
  return (end < 0 ? words : words.slice(0, end)).replace(/[.;]$/, '');
}

/** Why such a run is not gone on with. */
export const DIVERGES_AGAIN = 'It would diverge again at the same step: rerun it with a lower learning_rate.';

/** Whether a run would fail again if it was resumed: the same step comes to the same loss. */
export function wouldDivergeAgain(reason: string | null | undefined): boolean {
  return divergenceIn(reason ?? '') !== undefined;
}

function divergenceIn(reason: string): string | undefined {
  return /^Training diverged: the loss was no longer a number in (epoch \d+|the last row)/.exec(reason)?.[1];
}
