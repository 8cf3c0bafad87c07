/**
 * The trainer process and the threads of its engine, which run the same bundle: each loads its own half of it. What one of them needs is slow
 * to begin with, and a short run begins often.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';

if (isMainThread) void import('./trainerProcess').then(({ runTrainer }) => runTrainer());
else if (parentPort) {
  const port = parentPort;
  void import('../engine/engineThread').then(({ runEngineThread }) => runEngineThread(workerData, port, __dirname));
}
