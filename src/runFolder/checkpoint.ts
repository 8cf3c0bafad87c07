import { readFile } from 'node:fs/promises';
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { decodeNpy, encodeNpy } from '../artifacts/npy';
import { runPaths } from './paths';
import { RunFolderError } from './runFolderError';
import type { RunWriter } from './runWriter';

/** Everything that training needs to go on after a whole epoch, to the same bits. Random numbers need no state: see util/random.ts. */
export interface Checkpoint {
  /** Whole epochs. */
  readonly epoch: number;
  /** Spent so far on training and evaluation. */
  readonly elapsedMs: number;
  readonly weights: Float32Array;
  /** The optimizer's moments; empty where it has none. */
  readonly first: Float32Array;
  readonly second: Float32Array;
  /** With patience: the best epoch so far. */
  readonly best: { readonly epoch: number; readonly loss: number; readonly weights: Float32Array } | null;
}

/**
 * Replaces the run's checkpoint. One file, which NumPy reads as well, so that it is never half old and half new.
 * @throws {RunFolderError} if it cannot be written, or is not this process's to write any more
 */
export async function writeCheckpoint(writer: RunWriter, { epoch, elapsedMs, weights, first, second, best }: Checkpoint): Promise<void> {
  const state = { attempt: writer.attempt, epoch, elapsedMs, best: best && { epoch: best.epoch, loss: best.loss } };
  const array = (data: Float32Array): Uint8Array => encodeNpy({ shape: [data.length], data });
  const entries: Zippable = {
    'weights.npy': array(weights),
    'first.npy': array(first),
    'second.npy': array(second),
    ...(best && { 'best_weights.npy': array(best.weights) }),
    'state.json': strToU8(JSON.stringify(state)),
  };
  await writer.write(writer.paths.checkpoint, zipSync(entries, { level: 0 }));
}

/**
 * The run's checkpoint; undefined before its first.
 * @throws {RunFolderError} if it is damaged
 */
export async function readCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  const file = runPaths(folder).checkpoint;
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const entries = unzipSync(bytes);
    const array = (name: string): Float32Array => decodeNpy(entries[name]!, name).data as Float32Array;
    const state = JSON.parse(strFromU8(entries['state.json']!)) as Pick<Checkpoint, 'epoch' | 'elapsedMs' | 'best'>;
    return {
      epoch: state.epoch,
      elapsedMs: state.elapsedMs,
      weights: array('weights.npy'),
      first: array('first.npy'),
      second: array('second.npy'),
      best: state.best && { ...state.best, weights: array('best_weights.npy') },
    };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new RunFolderError(`${file}: the checkpoint is damaged (${what}). Delete it to begin the run again, or start another.`);
  }
}
