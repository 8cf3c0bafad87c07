import type { ImageFormat, Network } from '../../contract/network';
import type { Parameters } from '../../contract/parameters';
import type { EngineIdentity } from '../../contract/run';
import type { EngineRuntime, ModelFile, TrainingSession } from '../runtime';
import { askModel, predictWithModel } from './modelPredictor';
import { knownStep } from './knownStep';
import { OnnxSession } from './onnxSession';
import type { OrtBuild } from './runtime';
import { WorkerPool } from './workerPool';

/** ONNX Runtime, for this machine or as WebAssembly, on the threads of a pool. */
export class OnnxEngine implements EngineRuntime {
  readonly identity: EngineIdentity;

  private constructor(private readonly pool: WorkerPool) {
    this.identity = { name: pool.engine, version: pool.version, threads: pool.size };
  }

  /** Opens one as OpenEngine says; the first of its threads, which all run the same code, does the step whose result is known. @throws {EngineError} */
  static async open(name: OrtBuild, threads: number, workerFile: string): Promise<OnnxEngine> {
    const pool = new WorkerPool(threads, workerFile, name);
    try {
      await Promise.all([pool.loaded, pool.one({ type: 'check', step: knownStep() })]);
      return new OnnxEngine(pool);
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  start(network: Network, parameters: Parameters): Promise<TrainingSession> {
    return OnnxSession.start(this.pool, network, parameters);
  }

  predict(onnxFile: string, image: ImageFormat, images: Uint8Array): Promise<Float32Array> {
    return predictWithModel(this.pool, onnxFile, image, images);
  }

  ask(model: ModelFile, image: ImageFormat, pixels: Uint8Array): Promise<Float32Array> {
    return askModel(this.pool, model, image, pixels);
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}
