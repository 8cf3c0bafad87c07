import * as ort from 'onnxruntime-node';
import { GraphBuilder } from '../../../src/engine/graph/graphBuilder';

let first: Promise<unknown> | undefined;

/**
 * Opens a session that leaves the smallest numbers as they are: the first session of a process decides for its thread whether they are 0, and the
 * tests of other files run in the same one.
 */
export function keepDenormals(): Promise<unknown> {
  const builder = new GraphBuilder();
  builder.output('y', builder.input('x', [1]), [1]);
  return (first ??= ort.InferenceSession.create(builder.encode('identity')));
}
