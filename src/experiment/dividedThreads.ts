/** What a machine computes in all when so many runs train at the same time with so many threads each. */
export interface Throughput {
  readonly concurrent: number;
  readonly threads: number;
  /** Images a second of all of them, as a multiple of one run with one thread: from the start of the processes to their end. */
  readonly counted: number;
  /** The same of the training alone, without start-up, validation and test. */
  readonly steady: number;
}

/**
 * Small runs (6,000 images, 2 epochs, the default network) on two cores, measured with `npm run bench:throughput`; docs/performance.md has the
 * spread. Each core is best used by a run of its own, and a core that would be left over by a further thread.
 */
export const onTwoCores: readonly Throughput[] = [
  { concurrent: 1, threads: 1, counted: 1, steady: 1 },
  { concurrent: 1, threads: 2, counted: 1.57, steady: 1.69 },
  { concurrent: 2, threads: 1, counted: 1.89, steady: 1.92 },
];

/**
 * The threads of each of so many runs that train at the same time, so that the machine computes most in all: each run its share of the cores,
 * since a core does more for a run of its own than for a further thread of another one (`onTwoCores`), and threads beyond the cores only
 * wait. It does not depend on the network, so that runs of one queue have equal threads and can be compared.
 */
export function dividedThreads({ cores, concurrent }: { readonly cores: number; readonly concurrent: number }): number {
  return Math.max(1, Math.floor(cores / Math.max(1, concurrent)));
}
