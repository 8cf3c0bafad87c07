import path from 'node:path';
import { readFileIn } from '../../files/readFiles';
import type { ImageFormat } from '../../contract/network';
import { EngineError, type ModelFile } from '../runtime';
import type { OrtModule } from './runtime';
import type { PredictModelCommand } from './workerProtocol';
import type { WorkerPool } from './workerPool';

/** Images of one call: few enough for a core's cache. */
const IMAGES = 32;
/** A model that a run of this product leaves has a few hundred megabytes at most. */
const MOST_BYTES = 2_000_000_000;

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
  const model = await readFileIn(path.dirname(onnxFile), path.basename(onnxFile), MOST_BYTES);
  if (!model) throw new EngineError(`${onnxFile}: there is no such file. The run has left no model.`);
  const session = await ort.InferenceSession.create(model, options);
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

/** Pixels as models take them, from 0 to 1. In a loop: `Float32Array.from` with a function takes several times as long as a small network does. */
export function scaledPixels(pixels: Uint8Array): Float32Array {
  const scaled = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) scaled[i] = pixels[i]! / 255;
  return scaled;
}
