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
    const together = batches.slice(begin, begin + size);
    const mean = (of: (batch: BatchEnded) => number): number => together.reduce((sum, batch) => sum + of(batch), 0) / together.length;
    thinned.push({
      ...together.at(-1)!,
      loss: mean(({ loss }) => loss),
      accuracy: mean(({ accuracy }) => accuracy),
      imagesPerSecond: mean(({ imagesPerSecond }) => imagesPerSecond),
    });
  }
  return thinned;
}
