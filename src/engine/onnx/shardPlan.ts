import type { Network } from '../../contract/network';
import { windowsOfBlocks } from '../network';
import { windowsOf } from '../graph/ops/windows';

/** How a batch is cut into shards that the gradient workers take one by one. */
export interface ShardPlan {
  /** Of a full batch. */
  readonly shards: number;
  /** Images of a shard; the last one of a batch is filled up with images of weight 0. */
  readonly images: number;
}

/** What decides how large a shard is. */
export interface ShardedNetwork {
  readonly parameterCount: number;
  /** Numbers that pass between the operators for one image. */
  readonly valuesPerImage: number;
}

/**
 * Values that pass between the layers for the images of a shard: about so many stay in a core's caches until they are used. That is 16 images of the
 * default network, where more were measured to be slower; with smaller networks what every operator costs beside its work counts, and more images at
 * once are up to a quarter faster.
 */
const VALUES_IN_CACHE = 1_024_000;

const FEWEST_IMAGES = 16;
const MOST_IMAGES = 64;

/** Above this number of weights the gradients of many shards cost more memory and additions than the cache saves. */
const LARGE_NETWORK = 250_000;

export function shardedNetworkOf(network: Network): ShardedNetwork {
  const { layers, parameterCount } = network;
  const convolutions = layers.filter(layer => layer.type === 'conv2d');
  let channels = 1;
  let valuesPerImage = 0;
  for (const [i, windows] of windowsOfBlocks(network, 1).entries()) {
    const { filters } = convolutions[i]!;
    // What is pooled, and from the second block on the sixteen positions of a tile before and after the product, see winograd.ts.
    valuesPerImage += windowsOf(windows) * (4 * filters + (i === 0 ? 0 : 16 * (channels + filters)));
    channels = filters;
  }
  return { parameterCount, valuesPerImage };
}

/** Images that a thread trains on in one go, if there are enough. */
export function imagesOfShard({ valuesPerImage }: ShardedNetwork): number {
  return Math.min(MOST_IMAGES, Math.max(FEWEST_IMAGES, Math.floor(VALUES_IN_CACHE / valuesPerImage)));
}

/** The shards of a batch: as many for each thread, none larger than suits the cache. It decides the order in which gradients are added. */
export function planShards(batchSize: number, threads: number, network: ShardedNetwork): ShardPlan {
  const perThread = network.parameterCount > LARGE_NETWORK ? 1 : Math.ceil(batchSize / (threads * imagesOfShard(network)));
  const images = Math.ceil(batchSize / (threads * perThread));
  return { shards: Math.ceil(batchSize / images), images };
}
