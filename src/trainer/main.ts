/**
 * The trainer process: starts one run for whoever forked it and speaks TrainerCommand and TrainerEvent over IPC. The same bundle is
 * what its gradient workers run.
 */
import { writeSync } from 'node:fs';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { trainerCommand } from '../contract/formats/commands';
import { parseValue } from '../contract/formats/parse';
import { PROTOCOL_VERSION, type TrainerCommand, type TrainerMessage } from '../contract/trainer';
import { runGradientWorker } from '../engine/onnx/gradientWorker';
import { loadRuntime } from '../engine/onnx/runtime';
import type { GradientWorkerData } from '../engine/onnx/workerProtocol';
import { checkEngine, evaluateRun, resumeRun, startRun, type RunControl } from './run';

if (isMainThread) runTrainer();
else if (parentPort) {
  const port = parentPort;
  // Only here: this thread alone computes with it.
  void loadRuntime((workerData as GradientWorkerData).runtime, __dirname).then(ort => runGradientWorker(ort, port));
}

function runTrainer(): void {
  if (!process.send) {
    process.stderr.write('This is the trainer process of Digits Lab; it is started by `digits train` or by the editor.\n');
    process.exit(2);
  }
  const stop = new AbortController();
  // Ctrl-C reaches every process of a terminal; whoever started this one decides what it means.
  process.on('SIGINT', () => undefined);
  // Without the one who asked there is nobody to train for.
  const onParentGone = (): void => endAtOnce();
  process.on('disconnect', onParentGone);
  process.on('uncaughtException', error => {
    writeSync(process.stderr.fd, `${error.stack}\n`);
    endAtOnce();
  });
  process.on('message', message => {
    let command: TrainerCommand;
    try {
      command = parseValue(trainerCommand, message, 'The trainer was asked for what cannot be');
    } catch (error) {
      send({ type: 'runFailed', time: new Date().toISOString(), cause: 'parameters', message: (error as Error).message });
      return end();
    }
    if (command.type === 'stop') stop.abort();
    else void obey(command, { emit: send, stop: stop.signal }).finally(end);
  });
  const end = (): void => {
    process.off('disconnect', onParentGone);
    process.disconnect();
  };
  send({ type: 'ready', protocolVersion: PROTOCOL_VERSION });
}

function obey(command: Exclude<TrainerCommand, { type: 'stop' }>, control: RunControl): Promise<void> {
  switch (command.type) {
    case 'start':
      return startRun(command.request, control);
    case 'resume':
      return resumeRun(command, control);
    case 'evaluate':
      return evaluateRun(command, control);
    case 'checkEngine':
      return checkEngine(command.engine, control);
  }
}

function send(message: TrainerMessage): void {
  // With a callback, a channel that has just been closed is no exception; `disconnect` tells.
  process.send?.(message, undefined, undefined, () => undefined);
}

/** An ordinary exit would break into the engine's threads, and the native runtime would call that a crash. */
function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}
