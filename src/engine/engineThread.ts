import type { MessagePort } from 'node:worker_threads';
import { runGradientWorker } from './onnx/gradientWorker';
import { loadRuntime } from './onnx/runtime';
import type { GradientWorkerData } from './onnx/workerProtocol';

/**
 * The work of a thread that an engine has started.
 * @param data what the thread was started with
 * @param folder where the build put the engines' files
 */
export async function runEngineThread(data: unknown, port: MessagePort, folder: string): Promise<void> {
  // Loaded here and not in the main thread, which does not compute.
  const ort = await loadRuntime((data as GradientWorkerData).engine, folder);
  runGradientWorker(ort, port);
}
