import { strFromU8, strToU8, unzipSync, zipSync, type Unzipped, type Zippable } from 'fflate';
import { decodeNpy, encodeNpy } from '../artifacts/npy';
import { checkpointState } from '../contract/formats/checkpoint';
import { parseJson } from '../contract/formats/parseJson';
import { messageOf } from '../util/messageOf';
import { runPaths } from './paths';
import { readBytes } from './readFile';
import { RunFolderError } from './runFolderError';
import type { RunWriter } from './runWriter';

/** Everything that training needs to continue after a whole epoch with the same bits. Random numbers need no state: see util/random.ts. */
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
 * Replaces the run's checkpoint. It is one file, which NumPy can read too, so that it is never half old and half new.
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
  // A machine that is lost must not leave a checkpoint after an epoch that no event tells of.
  await writer.sync();
  await writer.write(writer.paths.checkpoint, zipSync(entries, { level: 0 }));
}

/** What the checkpoint of a run must fit: the number of epochs, and the lengths of the arrays of its network. */
export interface CheckpointSizes {
  readonly epochs: number;
  readonly weights: number;
  readonly first: number;
  readonly second: number;
}

/** The state and the heads of the entries take less. */
const OVERHEAD_BYTES = 100_000;

/**
 * The run's checkpoint; undefined before its first.
 * @throws {RunFolderError} if it is damaged, or not one of such a network
 */
export async function readCheckpoint(folder: string, sizes: CheckpointSizes): Promise<Checkpoint | undefined> {
  const { checkpoint: file } = runPaths(folder);
  const most = 4 * (2 * sizes.weights + sizes.first + sizes.second) + OVERHEAD_BYTES;
  const bytes = await readBytes(folder, 'checkpoint/checkpoint.npz', most);
  if (!bytes) return undefined;
  try {
    // Only the entries that a checkpoint has, up to the lengths that they can have: the header of an archive may claim anything.
    const entries = unzipSync(bytes, { filter: ({ name, originalSize }) => entryNames.includes(name) && originalSize <= most });
    const array = (name: string, length: number): Float32Array => {
      const { data } = decodeNpy(need(entries, name), name);
      if (data instanceof Float32Array && data.length === length) return data;
      throw new Error(`${name} has ${data.length} numbers of the kind ${data.constructor.name}; expected ${length} of Float32Array`);
    };
    const { epoch, elapsedMs, best } = parseJson(checkpointState, strFromU8(need(entries, 'state.json')), 'state.json');
    if (epoch > sizes.epochs || (best && best.epoch > epoch))
      throw new Error(`it is of epoch ${epoch} and the best one is ${best?.epoch ?? 'none'}; the run has ${sizes.epochs} epochs`);
    return {
      epoch,
      elapsedMs,
      weights: array('weights.npy', sizes.weights),
      first: array('first.npy', sizes.first),
      second: array('second.npy', sizes.second),
      best: best && { ...best, weights: array('best_weights.npy', sizes.weights) },
    };
  } catch (error) {
    const what = messageOf(error);
    throw new RunFolderError(`${file}: the checkpoint is damaged (${what}). Delete it to begin the run again, or start another.`, {
      cause: error,
    });
  }
}

const entryNames: readonly string[] = ['weights.npy', 'first.npy', 'second.npy', 'best_weights.npy', 'state.json'];

function need(entries: Unzipped, name: string): Uint8Array {
  const entry = entries[name];
  if (!entry) throw new Error(`${name} is missing or too long`);
  return entry;
}
