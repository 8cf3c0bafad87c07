import type { InferenceSession } from 'onnxruntime-common';
import { scaledPixels } from '../modelFile';
import { OpenModels } from '../openModels';
import { EngineError } from '../runtime';
import type { OrtModule } from './runtime';
import type { AskModelCommand } from './workerProtocol';

/** The models that are asked stroke by stroke, as sessions of ONNX Runtime. */
export function askedModels(ort: OrtModule): OpenModels<InferenceSession> {
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionProviders: ['cpu'] };
  return new OpenModels(
    bytes => ort.InferenceSession.create(bytes, options),
    session => session.release(),
  );
}

/** What one of them takes an image for. @throws {EngineError} if the model cannot be loaded, or is none for such images and classes */
export async function askHere(ort: OrtModule, models: OpenModels<InferenceSession>, command: AskModelCommand): Promise<void> {
  const { onnxFile, image, pixels, probabilities } = command;
  const session = await models.opened(command);
  const tensor = new ort.Tensor('float32', scaledPixels(pixels), [1, 1, image.height, image.width]);
  const { probabilities: result } = await session.run({ images: tensor });
  if (!(result?.data instanceof Float32Array) || result.data.length !== image.classes)
    throw new EngineError(`${onnxFile}: the model gives no probability for each of ${image.classes} classes.`);
  probabilities.set(result.data);
}
