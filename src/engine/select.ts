import os from 'node:os';
import { EngineError, type Engine } from './engine';
import { startOnnxEngine, type OnnxEngineOptions } from './onnx/onnxEngine';

export interface EngineRequest extends Omit<OnnxEngineOptions, 'threads'> {
  /** By default one a core. */
  readonly threads: number | undefined;
}

/** The engine that trains here: ONNX Runtime's native one. */
export async function selectEngine(request: EngineRequest): Promise<Engine> {
  const threads = request.threads ?? os.availableParallelism();
  try {
    return await startOnnxEngine({ ...request, threads });
  } catch (error) {
    throw new EngineError(`ONNX Runtime could not be started: ${error instanceof Error ? error.message : String(error)}`);
  }
}
