import { writeSync } from 'node:fs';
import { trainerInput } from '../contract/formats/commands';
import { parseValue } from '../contract/formats/parse';
import { bodyOf } from '../contract/formats/requests';
import { answerRequest } from '../contract/requests';
import { PROTOCOL_VERSION, type TrainerAnswer } from '../contract/trainer';
import type { EarlyThreads } from '../engine/earlyThreads';
import { offerThreads } from '../engine/spareThreads';
import { messageOf } from '../util/messageOf';
import { executeCommand, type TrainingCommand } from './commands';
import { Reporter } from './reporter';

/**
 * The trainer process: trains one run for the process that forked it, or answers what it is asked, with the messages of
 * contract/trainer.ts.
 * @param threads that were begun before this was loaded
 */
export function runTrainer(threads: EarlyThreads): void {
  offerThreads(threads);
  if (!process.send) {
    process.stderr.write('This is the trainer process of Digits Lab; it is started by `digits train` or by the editor.\n');
    process.exit(2);
  }
  const stop = new AbortController();
  const working = new Set<Promise<void>>();
  // Ctrl-C reaches every process of a terminal; the process that started this one decides what it means.
  process.on('SIGINT', () => undefined);
  // Without the process that started it, the result would not be used.
  const onParentGone = (): void => {
    if (working.size > 0) endAtOnce();
  };
  process.on('disconnect', onParentGone);
  process.on('uncaughtException', error => {
    writeSync(process.stderr.fd, `${error.stack}\n`);
    endAtOnce();
  });
  const end = (): void => {
    process.off('disconnect', onParentGone);
    if (process.connected) process.disconnect();
  };
  const endWhenDone = (): void => void Promise.all(working).then(end);
  const work = (task: Promise<void>): void => {
    const settled = task.finally(() => working.delete(settled));
    working.add(settled);
  };
  const startTraining = (command: TrainingCommand): void => {
    work(executeCommand(command, { reporter: new Reporter(send), stop: stop.signal, notify: send }));
    endWhenDone();
  };
  process.on('message', message => {
    try {
      const input = parseValue(trainerInput, message, 'The trainer was asked for what cannot be');
      if (input.type === 'request') return work(answerRequest({ ...input, body: bodyOf(message) }, answer, send));
      if (input.type !== 'stop') return startTraining(input);
      stop.abort();
    } catch (error) {
      send({ type: 'runFailed', time: new Date().toISOString(), cause: 'parameters', message: messageOf(error) });
    }
    endWhenDone();
  });
  send({ type: 'ready', protocolVersion: PROTOCOL_VERSION });
}

async function answer(body: unknown): Promise<TrainerAnswer> {
  const { answerTo } = await import('./answers');
  return answerTo(body);
}

function send(message: object): void {
  // With the callback, a channel that has just been closed causes no exception; `disconnect` reports it.
  process.send?.(message, undefined, undefined, () => undefined);
}

/** An ordinary exit would interrupt the engine's threads, and the native runtime would report a crash. */
function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}
