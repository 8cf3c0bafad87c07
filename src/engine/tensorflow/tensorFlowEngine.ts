import { setImmediate } from 'node:timers/promises';
import type { ImageFormat, Network } from '../../contract/network';
import type { Parameters } from '../../contract/parameters';
import type { EngineIdentity } from '../../contract/run';
import { checkKnownStep } from '../checkKnownStep';
import { checkedStep, expectedStep } from '../knownStep';
import { readModel } from '../modelFile';
import { OpenModels } from '../openModels';
import type { EngineRuntime, ModelFile, TrainingSession } from '../runtime';
import { loadTensorFlow, type LoadedTensorFlow, type TensorFlow } from './loadTensorFlow';
import { OnnxModel } from './onnxModel';
import { inParts, TensorFlowSession } from './tensorFlowSession';
import { TensorFlowStep } from './tensorFlowStep';

/** TensorFlow through @tensorflow/tfjs-node, in this thread and the ones of its own. */
export class TensorFlowEngine implements EngineRuntime {
  readonly identity: EngineIdentity;
  private readonly tf: TensorFlow;
  private readonly models: OpenModels<OnnxModel>;

  private constructor({ tf, version, threads }: LoadedTensorFlow) {
    this.tf = tf;
    this.identity = { name: 'tensorflow', version, threads };
    this.models = new OpenModels(
      (bytes, onnxFile) => OnnxModel.open(tf, bytes, onnxFile),
      model => model.close(),
    );
  }

  /** Opens it as OpenEngine says. A process that has opened it keeps its number of threads. @throws {EngineError} */
  static async open(threads: number): Promise<TensorFlowEngine> {
    // Loading it takes a second, in which what has begun before goes on first.
    await setImmediate();
    const loaded = loadTensorFlow(threads);
    checkTensorFlow(loaded.tf);
    return new TensorFlowEngine(loaded);
  }

  async start(network: Network, parameters: Parameters): Promise<TrainingSession> {
    return new TensorFlowSession(this.tf, network, parameters);
  }

  async predict(onnxFile: string, image: ImageFormat, images: Uint8Array): Promise<Float32Array> {
    const model = OnnxModel.open(this.tf, await readModel(onnxFile), onnxFile);
    try {
      return await inParts(images, image.height * image.width, part => model.predict(image, part));
    } finally {
      model.close();
    }
  }

  async ask(file: ModelFile, image: ImageFormat, pixels: Uint8Array): Promise<Float32Array> {
    const model = await this.models.opened(file);
    return model.predict(image, pixels);
  }

  async close(): Promise<void> {
    await this.models.close();
  }
}

/**
 * Has TensorFlow do one tiny training step whose result is known.
 * @throws {Error} if the result is another
 */
export function checkTensorFlow(tf: TensorFlow, expected = expectedStep): void {
  const { network, weights, images, labels } = checkedStep;
  const step = new TensorFlowStep(tf, network);
  const { loss } = step.run(weights, { images, labels, mask: new Float32Array(0) });
  checkKnownStep({ loss, gradients: step.gradients }, expected);
}
