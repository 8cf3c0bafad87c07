/** How a batch is cut into shards that the gradient workers take one by one. */
export interface ShardPlan {
  /** Of a full batch. */
  readonly shards: number;
  /** Images of a shard; the last one of a batch is filled up with images of weight 0. */
  readonly images: number;
}

/**
 * At this size the values that pass between the layers of the default network fit into a core's cache; it was measured to be the fastest.
 */
const IMAGES_IN_CACHE = 16;

/** Above this number of weights the gradients of many shards cost more memory and additions than the cache saves. */
const LARGE_NETWORK = 250_000;

/** The shards of a batch: as many for each thread, none larger than suits the cache. It decides the order in which gradients are added. */
export function planShards(batchSize: number, threads: number, parameterCount: number): ShardPlan {
  const perThread = parameterCount > LARGE_NETWORK ? 1 : Math.ceil(batchSize / (threads * IMAGES_IN_CACHE));
  const images = Math.ceil(batchSize / (threads * perThread));
  return { shards: Math.ceil(batchSize / images), images };
}
