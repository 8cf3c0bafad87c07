/**
 * The trainer process: starts one run for whoever forked it and speaks TrainerCommand and TrainerEvent over IPC. The same bundle is
 * what its gradient workers run.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';
import type { GradientWorkerData } from '../engine/onnx/workerProtocol';
import { runGradientWorker } from '../engine/onnx/gradientWorker';
import { PROTOCOL_VERSION, type TrainerCommand, type TrainerMessage } from '../contract/trainer';
import { startRun } from './run';

if (isMainThread) runTrainer();
else if (parentPort) void runGradientWorker(ort, workerData as GradientWorkerData, parentPort);

function runTrainer(): void {
  if (!process.send) {
    process.stderr.write('This is the trainer process of Digits Lab; it is started by `digits train` or by the editor.\n');
    process.exit(2);
  }
  const stop = new AbortController();
  // Ctrl-C reaches every process of a terminal; whoever started this one decides what it means.
  process.on('SIGINT', () => undefined);
  // Without the one who asked there is nobody to train for. An ordinary exit would wait for, or break into, the engine's threads.
  const onParentGone = (): boolean => process.kill(process.pid, 'SIGKILL');
  process.on('disconnect', onParentGone);
  process.on('message', (command: TrainerCommand) => {
    if (command.type === 'stop') stop.abort();
    else void startRun(command.request, { emit: send, stop: stop.signal }).finally(end);
  });
  const end = (): void => {
    process.off('disconnect', onParentGone);
    process.disconnect();
  };
  send({ type: 'ready', protocolVersion: PROTOCOL_VERSION });
}

function send(message: TrainerMessage): void {
  process.send?.(message);
}
