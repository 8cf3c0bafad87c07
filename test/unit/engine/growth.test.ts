import assert from 'node:assert/strict';
import { fromBinary } from '@bufbuild/protobuf';
import { describeNetwork } from '../../../src/contract/network';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import { ModelProtoSchema } from '../../../src/engine/graph/onnx_pb';
import { planShards, shardedNetworkOf } from '../../../src/engine/onnx/shardPlan';
import { predictionGraph, trainingGraph, type StepGraph } from '../../../src/engine/trainingGraph';

describe('what a step costs', () => {
  for (const [name, graphOf] of Object.entries({ trainingGraph, predictionGraph })) {
    it(`is as many nodes however many images and filters there are (${name})`, () => {
      const nodes = (images: number, parameters: Partial<Parameters>): number =>
        nodesOf(graphOf(describeNetwork({ ...defaultParameters, ...parameters }), images));
      for (const padding of ['valid', 'same'] as const)
        for (const num_layers of [1, 2, 3]) {
          const few = nodes(16, { padding, num_layers, num_filters: 16 });
          assert.deepEqual(
            [nodes(32, { padding, num_layers, num_filters: 16 }), nodes(16, { padding, num_layers, num_filters: 32 })],
            [few, few],
          );
        }
    });
  }

  it('is twice as many shards for twice as many images', () => {
    const sharded = shardedNetworkOf(describeNetwork(defaultParameters));
    for (const batchSize of [32, 100, 128, 512])
      for (const threads of [1, 2, 8]) {
        const plan = planShards(batchSize, threads, sharded);
        const shards = (images: number): number =>
          Math.floor(images / batchSize) * plan.shards + Math.ceil((images % batchSize) / plan.images);
        const images = 60 * batchSize;
        assert.equal(shards(2 * images), 2 * shards(images));
        // No more than the images need, but for what a thread has less to do than another.
        assert.ok(plan.shards <= batchSize / 16 + threads, `${batchSize} images, ${threads} threads: ${plan.shards} shards`);
      }
  });

  it('is as much memory for the model whatever the batch is', () => {
    const network = describeNetwork(defaultParameters);
    const bytes = (batchSize: number): number =>
      trainingGraph(network, planShards(batchSize, 2, shardedNetworkOf(network)).images).model.length;
    assert.equal(bytes(512), bytes(128));
  });
});

function nodesOf({ model }: StepGraph): number {
  return fromBinary(ModelProtoSchema, model).graph!.node.length;
}
