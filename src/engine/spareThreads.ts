import type { Worker } from 'node:worker_threads';
import { beginThread, type EarlyThreads } from './earlyThreads';

/** Those that this process began with. */
let early: EarlyThreads | undefined;

/** Tells of threads that were begun early; see main.ts of the trainer, which lies in another bundle. */
export function offerThreads(threads: EarlyThreads): void {
  early = threads;
}

/** As many threads as asked for, those first that were begun early. @param file the script that they run */
export function takeThreads(count: number, file: string): readonly Worker[] {
  return early?.take(count, file) ?? Array.from({ length: count }, () => beginThread(file));
}

/** Ends the threads that were begun early and not taken. */
export function dropThreads(): void {
  early?.drop();
}
