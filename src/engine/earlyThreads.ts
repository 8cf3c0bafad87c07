import { Worker, type ResourceLimits } from 'node:worker_threads';
import { silenceTelemetry } from '../util/noTelemetry';

/**
 * For the short-lived objects of a thread: each call of the runtime leaves some kilobytes behind, and V8 would let them take up to 48 MB before it is
 * at ease with so many. Tensors and the runtime's memory lie elsewhere.
 */
const HEAP_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 3 };

/** Begins a thread of an engine. @param file the script that it runs; it must call runEngineThread() of engineThread.ts */
export function beginThread(file: string): Worker {
  silenceTelemetry();
  return new Worker(file, { resourceLimits: HEAP_LIMITS });
}

/**
 * Threads that are begun before it is known what they are to compute: a thread takes as long to begin as the main thread needs to find that out. They
 * load no native code until they are told to, and do not keep the process from ending.
 */
export class EarlyThreads {
  private readonly threads: Worker[] = [];
  private wanted: number;

  constructor(
    count: number,
    private readonly file: string,
  ) {
    this.wanted = count;
    this.beginNext();
  }

  /** As many threads as asked for. What is left is ended; the next ones are begun anew. */
  take(count: number, file: string): Worker[] {
    const taken = file === this.file ? this.threads.splice(0, count) : [];
    this.drop();
    for (const thread of taken) thread.ref();
    while (taken.length < count) taken.push(beginThread(file));
    return taken;
  }

  /** Ends those that were not taken: the engine that opened computes without them. */
  drop(): void {
    this.wanted = 0;
    for (const thread of this.threads.splice(0)) void thread.terminate();
  }

  private beginNext(): void {
    if (this.threads.length >= this.wanted) return;
    const thread = beginThread(this.file);
    thread.unref();
    this.threads.push(thread);
    // The first one is waited for longest: it has a processor for itself, while this thread loads on another one.
    if (this.threads.length === 1) thread.once('online', () => this.beginNext());
    else this.beginNext();
  }
}
