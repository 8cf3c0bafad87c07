import type { EngineChoice } from '../../contract/trainer';
import { EngineError } from '../engine';
import { WorkerPool } from './workerPool';

export interface OpenPool {
  readonly pool: WorkerPool;
  /** Why it is not the engine that was to be preferred. */
  readonly warning?: string;
}

export interface PoolOptions {
  readonly threads: number;
  /** The script that the threads run; it must call runGradientWorker(). */
  readonly workerFile: string;
  readonly engine: EngineChoice;
}

/**
 * Threads with the runtime that was chosen, which has shown that it computes rightly.
 * @throws {EngineError} if there is none
 */
export async function openPool(options: PoolOptions): Promise<OpenPool> {
  const { engine } = options;
  if (engine === 'wasm') return { pool: await checkedPool(options, 'wasm') };
  try {
    return { pool: await checkedPool(options, 'native') };
  } catch (error) {
    const reason = (error as Error).message;
    if (engine === 'native') {
      throw new EngineError(
        `The native engine does not work here: ${reason} Choose the engine auto or wasm, or install the Digits Lab that is made for ${process.platform}-${process.arch}.`,
        { cause: error },
      );
    }
    const warning = `The native engine does not work here, so that WebAssembly computes, several times slower. ${reason}`;
    return { pool: await checkedPool(options, 'wasm'), warning };
  }
}

async function checkedPool({ threads, workerFile }: PoolOptions, runtime: 'native' | 'wasm'): Promise<WorkerPool> {
  const pool = new WorkerPool(threads, workerFile, runtime);
  try {
    await pool.all(() => ({ type: 'check' }));
    return pool;
  } catch (error) {
    await pool.close();
    throw error;
  }
}
