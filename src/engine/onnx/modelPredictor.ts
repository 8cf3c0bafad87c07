import type { ImageFormat } from '../../contract/network';
import { readModel, scaledPixels } from '../modelFile';
import type { ModelFile } from '../runtime';
import type { OrtModule } from './runtime';
import type { PredictModelCommand } from './workerProtocol';
import type { WorkerPool } from './workerPool';

/** Images of one call: few enough for a core's cache. */
const IMAGES = 32;

/**
 * What a model file predicts, as it is on disk: class probabilities `[count, classes]` of images `[count, height · width]`.
 * @throws {EngineError} if the model cannot be loaded
 */
export async function predictWithModel(pool: WorkerPool, onnxFile: string, image: ImageFormat, images: Uint8Array): Promise<Float32Array> {
  const count = images.length / (image.height * image.width);
  const shared = new Uint8Array(new SharedArrayBuffer(images.length));
  shared.set(images);
  const probabilities = new Float32Array(new SharedArrayBuffer(4 * count * image.classes));
  const nextShard = new Int32Array(new SharedArrayBuffer(4));
  await pool.all(() => ({ type: 'predictModel', onnxFile, image, images: shared, probabilities, nextShard }));
  return probabilities;
}

/**
 * What a model takes one image for: `[classes]`. It stays open, as long as there is room, for the next time.
 * @throws {EngineError} if the model cannot be loaded; others can be asked all the same
 */
export async function askModel(pool: WorkerPool, model: ModelFile, image: ImageFormat, pixels: Uint8Array): Promise<Float32Array> {
  const probabilities = new Float32Array(new SharedArrayBuffer(4 * image.classes));
  await pool.one({ type: 'askModel', ...model, image, pixels, probabilities });
  return probabilities;
}

/** A worker's part of predictWithModel(). */
export async function predictShards(
  ort: OrtModule,
  { onnxFile, image, images, probabilities, nextShard }: PredictModelCommand,
): Promise<void> {
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionProviders: ['cpu'] };
  const session = await ort.InferenceSession.create(await readModel(onnxFile), options);
  const pixels = image.height * image.width;
  const count = images.length / pixels;
  for (let shard; (shard = Atomics.add(nextShard, 0, 1)) * IMAGES < count;) {
    const first = shard * IMAGES;
    const scaled = scaledPixels(images.subarray(first * pixels, (first + IMAGES) * pixels));
    const tensor = new ort.Tensor('float32', scaled, [scaled.length / pixels, 1, image.height, image.width]);
    const results = await session.run({ images: tensor });
    probabilities.set(results['probabilities']!.data as Float32Array, first * image.classes);
  }
  await session.release();
}
