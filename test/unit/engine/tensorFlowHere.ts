import * as js from '@tensorflow/tfjs';
import { loadTensorFlow, type LoadedTensorFlow } from '../../../src/engine/tensorflow/loadTensorFlow';
import { messageOf } from '../../../src/util/messageOf';

/** TensorFlow, where it is installed on this machine; otherwise the reason why not. */
function tensorFlowHere(): LoadedTensorFlow | { readonly missing: string } {
  const { warn } = console;
  // It brings TensorFlow.js, which these tests have too: each of its operations would be told to be there twice.
  console.warn = () => undefined;
  try {
    // The tests of another file that ran in this process may have left it for the plain one.
    if (js.engine().backendNames().includes('tensorflow')) void js.setBackend('tensorflow');
    return loadTensorFlow(2);
  } catch (error) {
    return { missing: messageOf(error).split('\n', 1)[0]! };
  } finally {
    console.warn = warn;
  }
}

/** Calls for tests with TensorFlow, or for one that is skipped and says why. */
export function withTensorFlow(title: string, tests: (loaded: LoadedTensorFlow) => void): void {
  const here = tensorFlowHere();
  if ('missing' in here) {
    describe(title, () => {
      it.skip(here.missing);
    });
    return;
  }
  describe(title, () => {
    // Both share the choice of what computes.
    before(() => here.tf.setBackend('tensorflow'));
    after(() => here.tf.setBackend('cpu'));
    tests(here);
  });
}
