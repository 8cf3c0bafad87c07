import path from 'node:path';
import type { InferenceSession } from 'onnxruntime-common';
import { readFileIn } from '../../files/readFiles';
import { EngineError } from '../runtime';
import { scaledPixels } from './modelPredictor';
import type { OrtModule } from './runtime';
import type { AskModelCommand } from './workerProtocol';

/** A larger one is not looked at stroke by stroke. */
const MOST_BYTES = 200_000_000;
/** Of the files of all models that are open at once. */
const MOST_BYTES_OPEN = 400_000_000;
const MOST_OPEN = 16;

interface OpenModel {
  readonly session: InferenceSession;
  readonly bytes: number;
}

/** Models that stay open for the next question about them, up to a number and a size; the one that was not asked for the longest goes first. */
export class OpenModels {
  private readonly open = new Map<string, OpenModel>();

  constructor(private readonly ort: OrtModule) {}

  /** @throws {EngineError} if the model cannot be loaded, or is none for such images and classes */
  async ask({ onnxFile, version, image, pixels, probabilities }: AskModelCommand): Promise<void> {
    const { session } = await this.opened(onnxFile, `${onnxFile} ${version}`);
    const tensor = new this.ort.Tensor('float32', scaledPixels(pixels), [1, 1, image.height, image.width]);
    const { probabilities: result } = await session.run({ images: tensor });
    if (!(result?.data instanceof Float32Array) || result.data.length !== image.classes)
      throw new EngineError(`${onnxFile}: the model gives no probability for each of ${image.classes} classes.`);
    probabilities.set(result.data);
  }

  private async opened(onnxFile: string, key: string): Promise<OpenModel> {
    const known = this.open.get(key);
    this.open.delete(key);
    const model = known ?? (await this.load(onnxFile));
    this.open.set(key, model);
    return model;
  }

  private async load(onnxFile: string): Promise<OpenModel> {
    const bytes = await readFileIn(path.dirname(onnxFile), path.basename(onnxFile), MOST_BYTES);
    if (!bytes) throw new EngineError(`${onnxFile}: there is no such file. The run has left no model.`);
    await this.makeRoom(bytes.length);
    const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionProviders: ['cpu'] };
    return { session: await this.ort.InferenceSession.create(bytes, options), bytes: bytes.length };
  }

  private async makeRoom(bytes: number): Promise<void> {
    for (const [key, { session }] of this.open) {
      const open = [...this.open.values()].reduce((sum, model) => sum + model.bytes, 0);
      if (this.open.size < MOST_OPEN && open + bytes <= MOST_BYTES_OPEN) return;
      this.open.delete(key);
      await session.release();
    }
  }
}
