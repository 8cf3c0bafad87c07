import os from 'node:os';
import type { EngineChoice } from '../contract/engines';
import { MAX_THREADS } from '../contract/threads';
import { selectEngine, type SelectedEngine } from '../engine/select';

/** One for each core. */
export function threadsByDefault(): number {
  return Math.min(os.availableParallelism(), MAX_THREADS);
}

/** Calls back while the engine loads, so that the data can be read meanwhile, and closes the engine when the work is over. */
export async function withEngine<T>(
  { choice, threads }: { readonly choice: EngineChoice; readonly threads: number },
  work: (opening: Promise<SelectedEngine>) => Promise<T>,
): Promise<T> {
  const opening = selectEngine({ choice, threads, workerFile: __filename });
  const settled = opening.catch(() => undefined);
  try {
    return await work(opening);
  } finally {
    await (await settled)?.engine.close();
  }
}
