import type { Parameters } from '../../../src/contract/parameters';
import { Queue } from '../../../src/runs/queue';

/**
 * A process that works on a queue beside others: adds runs, or takes out what it can get until the queue is paused,
 * and says which.
 */
export type QueueWork = { readonly file: string } & (
  | { readonly add: readonly string[]; readonly parameters: Parameters }
  | { readonly take: true }
);

// Whoever started it is gone: nobody would ever pause the queue.
process.once('disconnect', () => process.exit(1));
process.send?.('here');
process.once('message', (work: QueueWork) => {
  const queue = new Queue(work.file);
  const run = async (): Promise<string[]> => {
    if ('add' in work) {
      for (const id of work.add)
        await queue.add({
          id,
          parameters: work.parameters,
          labels: {},
          parent: null,
          threads: null,
          engine: null,
          addedAt: '2026-01-02T03:04:05.000Z',
        });
      return [];
    }
    const taken: string[] = [];
    while (!queue.isPaused) {
      const next = await queue.dequeue(() => true);
      if (next) taken.push(next.id);
    }
    return taken;
  };
  void run().then(taken => process.send?.(taken, () => process.disconnect()));
});
