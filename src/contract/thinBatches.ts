import type { BatchEnded } from './trainer';

/**
 * Replaces the batch events of a long run by a limited number: neighbours are merged into one event with their mean loss, accuracy and
 * speed, at the position of the last of them. A curve drawn from these looks the same at the width of a screen.
 */
export function thinBatches(batches: readonly BatchEnded[], most = 2_000): BatchEnded[] {
  const size = Math.ceil(batches.length / most);
  if (size <= 1) return [...batches];
  const thinned: BatchEnded[] = [];
  for (let begin = 0; begin < batches.length; begin += size) {
    const end = Math.min(begin + size, batches.length);
    let [loss, accuracy, imagesPerSecond] = [0, 0, 0];
    const together = end - begin;
    // Divided at once: the sum of a diverging run's losses can be larger than any number.
    for (let i = begin; i < end; i++) {
      const batch = batches[i]!;
      loss += batch.loss / together;
      accuracy += batch.accuracy / together;
      imagesPerSecond += batch.imagesPerSecond / together;
    }
    thinned.push({ ...batches[end - 1]!, loss: finite(loss), accuracy, imagesPerSecond: finite(imagesPerSecond) });
  }
  return thinned;
}

/** Rounding takes the mean of the largest numbers beyond them. */
function finite(mean: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(mean, Number.MAX_VALUE));
}
