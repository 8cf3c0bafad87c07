import type { MessagePort } from 'node:worker_threads';
import { runGradientWorker } from './onnx/gradientWorker';
import { loadRuntime } from './onnx/runtime';

/**
 * The work of a thread that an engine has started.
 * @param folder where the build put the engines' files
 */
export function runEngineThread(port: MessagePort, folder: string): void {
  // Loaded here and not in the main thread, which does not compute.
  runGradientWorker(port, engine => loadRuntime(engine, folder));
}
