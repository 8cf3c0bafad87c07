import assert from 'node:assert/strict';
import { planShards } from '../../../src/engine/onnx/shardPlan';

describe('the plan of shards', () => {
  it('holds every batch in shards of which none is empty', () => {
    for (const parameterCount of [1000, 1_000_000]) {
      for (const threads of [1, 2, 3, 4, 7, 16, 64]) {
        for (const batchSize of [1, 2, 3, 5, 8, 15, 16, 17, 31, 33, 64, 100, 127, 128, 129, 1000, 65_536]) {
          const { shards, images } = planShards(batchSize, threads, parameterCount);
          const what = `${batchSize} images, ${threads} threads, ${parameterCount} weights: ${shards} shards of ${images}`;
          assert.ok(shards * images >= batchSize && (shards - 1) * images < batchSize, what);
          assert.ok(parameterCount > 250_000 ? shards <= threads : images <= 16, what);
        }
      }
    }
  });
});
