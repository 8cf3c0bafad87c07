import type { Worker } from 'node:worker_threads';
import { EngineError } from '../runtime';
import { takeThreads } from '../spareThreads';
import type { OrtBuild } from './runtime';
import type { WorkerAnswer, WorkerCommand } from './workerProtocol';

interface PendingAnswer {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Threads that execute the same command at the same time. They begin to load the engine immediately, so that it overlaps with the work before
 * the first command.
 */
export class WorkerPool {
  private readonly workers: readonly Worker[];
  private readonly exits: readonly Promise<unknown>[];
  /** Answers that are still to come, one list for each worker, in the order of the commands. */
  private readonly pending: readonly PendingAnswer[][];
  /** Settles when every thread has the engine. @throws {EngineError} */
  readonly loaded: Promise<void>;
  private runtimeVersion = '';
  private failure: Error | undefined;
  private closing = false;
  /** Wakes workers that wait in shared memory. */
  private release: () => void = () => undefined;

  /** @param workerFile the script that the threads run; it must call runEngineThread() of engineThread.ts */
  constructor(
    readonly size: number,
    workerFile: string,
    readonly engine: OrtBuild = 'onnx',
  ) {
    this.workers = takeThreads(size, workerFile);
    this.exits = this.workers.map(worker => new Promise(resolve => worker.on('exit', resolve)));
    this.pending = this.workers.map(() => []);
    for (const [i, worker] of this.workers.entries()) this.listen(worker, i);
    this.loaded = this.all(() => ({ type: 'load', engine }));
    // Who does not wait for it is told by the first command.
    this.loaded.catch(() => undefined);
  }

  /** Of the runtime; known after the first command. */
  get version(): string {
    return this.runtimeVersion;
  }

  /** Sets the function that wakes workers that wait for each other, which is called when one of them has failed. */
  onRelease(release: () => void): void {
    this.release = release;
  }

  /**
   * Has every worker do a command, after those it was given before.
   * @throws {EngineError} when one of them has failed, which ends them all
   */
  async all(command: (worker: number) => WorkerCommand): Promise<void> {
    if (this.failure) throw this.failure;
    const answers = this.pending.map(queue => new Promise<void>((resolve, reject) => queue.push({ resolve, reject })));
    for (const [i, worker] of this.workers.entries()) worker.postMessage(command(i));
    await Promise.all(answers);
  }

  /**
   * Has the first worker do a command, after those it was given before.
   * @throws {EngineError} if it refuses to, or has failed, which ends them all
   */
  async one(command: WorkerCommand): Promise<void> {
    if (this.failure) throw this.failure;
    const answer = new Promise<void>((resolve, reject) => this.pending[0]!.push({ resolve, reject }));
    this.workers[0]!.postMessage(command);
    await answer;
  }

  /** Lets every worker finish its current call: terminating a thread inside the native runtime would end the process. */
  async close(): Promise<void> {
    this.closing = true;
    this.release();
    for (const worker of this.workers) worker.postMessage({ type: 'close' } satisfies WorkerCommand);
    await Promise.all(this.exits);
  }

  private listen(worker: Worker, index: number): void {
    const fail = (reason: string): void => this.fail(new EngineError(`Gradient worker ${index + 1} of ${this.size} ${reason}`));
    worker.on('message', (answer: WorkerAnswer) => {
      if (answer.type === 'failed') return fail(`failed: ${answer.message}`);
      const asked = this.pending[index]?.shift();
      if (answer.type === 'refused') return asked?.reject(new EngineError(answer.message));
      this.runtimeVersion = answer.version;
      asked?.resolve();
    });
    worker.on('error', error => fail(`failed: ${error.message}`));
    worker.on('exit', code => {
      if (!this.closing) fail(`ended with code ${code}.`);
    });
  }

  /** The failure of one worker is that of the pool, since the others would wait for it for ever. */
  private fail(error: Error): void {
    if (this.failure || this.closing) return;
    this.failure = error;
    for (const queue of this.pending) for (const { reject } of queue.splice(0)) reject(error);
    void this.close();
  }
}
