import assert from 'node:assert/strict';
import { fromBinary, toJson } from '@bufbuild/protobuf';
import { describeNetwork } from '../../../src/contract/network';
import { defaultParameters } from '../../../src/contract/parameters';
import { encodeModel } from '../../../src/engine/graph/encodeModel';
import { ModelProtoSchema } from '../../../src/engine/graph/onnx_pb';
import { trainingGraph } from '../../../src/engine/trainingGraph';

describe('the file of a model', () => {
  it('has every kind of value where the generated code of onnx.proto reads it', () => {
    const model = encodeModel({
      name: 'a graph',
      nodes: [
        {
          opType: 'Op',
          name: 'Op_0',
          inputs: ['x', 'ä'],
          outputs: ['y'],
          attributes: { zero: 0, minus: -1, large: 2 ** 40, half: { float: 0.5 }, word: 'sAmé', list: [3, -4], none: [] },
        },
      ],
      constants: [
        { name: 'ä', shape: [2, 1], data: new Float32Array([1.5, -2]) },
        { name: 'scalar', shape: [], data: new Int32Array([-7]) },
        { name: 'sizes', shape: [1], data: new BigInt64Array([-1n]) },
      ],
      inputs: [{ name: 'x', shape: ['batch', 1, 300] }],
      outputs: [{ name: 'y', shape: [] }],
      metadata: { run: 'a', product: 'b' },
    });
    const base64 = (data: Float32Array | Int32Array | BigInt64Array): string => Buffer.from(data.buffer).toString('base64');
    const floatTensor = (...dim: readonly object[]): object => ({ tensorType: { elemType: 1, shape: dim.length === 0 ? {} : { dim } } });
    assert.deepEqual(toJson(ModelProtoSchema, fromBinary(ModelProtoSchema, model)), {
      irVersion: '8',
      producerName: 'Digits Lab',
      opsetImport: [{ version: '17' }],
      metadataProps: [{ key: 'run', value: 'a' }, { key: 'product', value: 'b' }], // prettier-ignore
      graph: {
        name: 'a graph',
        node: [
          {
            opType: 'Op',
            name: 'Op_0',
            input: ['x', 'ä'],
            output: ['y'],
            attribute: [
              { name: 'zero', type: 'INT' },
              { name: 'minus', type: 'INT', i: '-1' },
              { name: 'large', type: 'INT', i: '1099511627776' },
              { name: 'half', type: 'FLOAT', f: 0.5 },
              { name: 'word', type: 'STRING', s: Buffer.from('sAmé').toString('base64') },
              { name: 'list', type: 'INTS', ints: ['3', '-4'] },
              { name: 'none', type: 'INTS' },
            ],
          },
        ],
        initializer: [
          { name: 'ä', dims: ['2', '1'], dataType: 1, rawData: base64(new Float32Array([1.5, -2])) },
          { name: 'scalar', dataType: 6, rawData: base64(new Int32Array([-7])) },
          { name: 'sizes', dims: ['1'], dataType: 7, rawData: base64(new BigInt64Array([-1n])) },
        ],
        input: [{ name: 'x', type: floatTensor({ dimParam: 'batch' }, { dimValue: '1' }, { dimValue: '300' }) }],
        output: [{ name: 'y', type: floatTensor() }],
      },
    });
  });

  it('of a whole training step has nothing that onnx.proto does not know', () => {
    const network = describeNetwork(defaultParameters, { height: 28, width: 28, classes: 10 });
    const { graph, $unknown: unknown } = fromBinary(ModelProtoSchema, trainingGraph(network, 16).model);
    assert.equal(unknown, undefined);
    assert.ok(graph && graph.node.length > 50 && graph.node.every(node => node.$unknown === undefined && node.output.length > 0));
  });
});
