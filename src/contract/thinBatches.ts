import type { BatchEnded } from './trainer';

/**
 * So many events or fewer in place of a long run's: neighbours are put together, with their mean loss, accuracy and speed at the place
 * of the last of them. A curve drawn from them looks the same at a screen's width.
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
