import assert from 'node:assert/strict';
import { describeNetwork } from '../../../src/contract/network';
import { defaultParameters } from '../../../src/contract/parameters';
import { imagesOfShard, planShards, shardedNetworkOf } from '../../../src/engine/onnx/shardPlan';

describe('the plan of shards', () => {
  it('holds every batch in shards of which none is empty', () => {
    for (const [parameterCount, valuesPerImage] of [
      [1000, 64_000],
      [1000, 20_000],
      [1000, 500],
      [1_000_000, 64_000],
    ] as const) {
      const network = { parameterCount, valuesPerImage };
      for (const threads of [1, 2, 3, 4, 7, 16, 64]) {
        for (const batchSize of [1, 2, 3, 5, 8, 15, 16, 17, 31, 33, 64, 100, 127, 128, 129, 1000, 65_536]) {
          const { shards, images } = planShards(batchSize, threads, network);
          const what = `${batchSize} images, ${threads} threads, ${parameterCount} weights: ${shards} shards of ${images}`;
          assert.ok(shards * images >= batchSize && (shards - 1) * images < batchSize, what);
          assert.ok(parameterCount > 250_000 ? shards <= threads : images <= imagesOfShard(network), what);
        }
      }
    }
  });

  it('has as many images in a shard as suit the cache: the more the smaller the network is', () => {
    const images = (num_filters: number, num_layers: number): number =>
      imagesOfShard(shardedNetworkOf(describeNetwork({ ...defaultParameters, num_filters, num_layers })));
    assert.deepEqual([images(32, 2), images(64, 2), images(128, 2)], [16, 16, 16]);
    assert.deepEqual([images(16, 2), images(8, 2), images(32, 1), images(32, 3)], [32, 64, 47, 22]);
  });
});
