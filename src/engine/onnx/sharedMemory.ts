import type { OptimizerName } from '../../contract/parameters';
import { stateArrays, type OptimizerState } from '../optimizers';
import type { ShardPlan } from './shardPlan';

/** What all gradient workers read and write together. Everything here lies in shared memory. */
export interface SharedMemory {
  readonly weights: Float32Array;
  readonly optimizerState: OptimizerState;
  /** `[shards, weights]`: the gradient that each shard of the current step left. */
  readonly gradients: readonly Float32Array[];
  /** See Counter. */
  readonly counters: Int32Array;
  /** Batches on their way, in turn. */
  readonly slots: readonly [BatchSlot, BatchSlot];
}

/** A batch as a worker reads it. */
export interface BatchSlot {
  /** `[batch, pixels]` */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  /** The shard that is taken next. */
  readonly nextShard: Int32Array;
  /** Per shard: summed loss, images with the right class. */
  readonly lossSums: Float64Array;
  readonly correct: Int32Array;
}

/** Places in `counters`. The first two only ever grow, so that a late worker cannot mistake one step for another. */
export const Counter = {
  /** Shards whose gradient is there, over all steps. */
  shardsDone: 0,
  /** Workers that have changed their part of the weights, over all steps. */
  updatesDone: 1,
  /** Not 0 once the engine is closing: no worker should wait for another one any more. */
  closing: 2,
} as const;

export interface SharedMemorySizes {
  readonly weights: number;
  readonly batchSize: number;
  readonly pixels: number;
  readonly plan: ShardPlan;
  readonly optimizer: OptimizerName;
}

export function allocateSharedMemory({ weights, batchSize, pixels, plan, optimizer }: SharedMemorySizes): SharedMemory {
  const floats = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * length));
  const integers = (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length));
  const bytes = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));
  const uses = stateArrays(optimizer);
  const slot = (): BatchSlot => ({
    images: bytes(batchSize * pixels),
    labels: bytes(batchSize),
    nextShard: integers(1),
    lossSums: new Float64Array(new SharedArrayBuffer(8 * plan.shards)),
    correct: integers(plan.shards),
  });
  return {
    weights: floats(weights),
    optimizerState: { first: floats(uses.first ? weights : 0), second: floats(uses.second ? weights : 0) },
    gradients: Array.from({ length: plan.shards }, () => floats(weights)),
    counters: integers(3),
    slots: [slot(), slot()],
  };
}

/**
 * Blocks the thread until a counter has reached a value.
 * @throws {Error} when the engine is closing
 */
export function waitForCounter(counters: Int32Array, counter: number, value: number): void {
  for (;;) {
    const now = Atomics.load(counters, counter);
    if (Atomics.load(counters, Counter.closing) !== 0) throw new Error('The engine is closing.');
    // The difference stays right when the counter passes 2³¹.
    if (((now - value) | 0) >= 0) return;
    Atomics.wait(counters, counter, now);
  }
}

/** Adds to a counter and wakes the workers that wait for it. */
export function advanceCounter(counters: Int32Array, counter: number): void {
  Atomics.add(counters, counter, 1);
  Atomics.notify(counters, counter);
}

/** Ends every wait of every worker. */
export function announceClosing(counters: Int32Array): void {
  Atomics.store(counters, Counter.closing, 1);
  for (const counter of [Counter.shardsDone, Counter.updatesDone]) advanceCounter(counters, counter);
}
