import type { TrainerEvent } from '../../contract/trainer';
import type { RunOutcome } from '../outcome';
import { startTrainer, type TrainerProcess, type TrainerStart } from './trainerProcess';

/**
 * Starts a process for one run, as startTrainer() does; when the native engine takes the whole process down before the run has begun, a
 * second one is started with WebAssembly. Where the native engine was asked for by name, the crash is the outcome.
 */
export function startTrainerWithFallback(start: TrainerStart): TrainerProcess {
  const slower = withWebAssembly(start.command);
  if (!slower) return startTrainer(start);
  let hasBegun = false;
  let isStopped = false;
  const first = startTrainer({
    ...start,
    onEvent: event => {
      hasBegun ||= signsOfWork.includes(event.type);
      start.onEvent(event);
    },
  });
  let current = first;
  const again = async (outcome: RunOutcome): Promise<RunOutcome> => {
    if (outcome.status !== 'failed' || !outcome.crashed || hasBegun || isStopped) return outcome;
    const message = `The native engine does not work here, so that WebAssembly computes, several times slower. ${outcome.reason}`;
    const warning = (): TrainerEvent => ({ type: 'logged', level: 'warning', message, time: new Date().toISOString() });
    current = startTrainer({
      ...start,
      command: slower,
      onEvent: event => {
        start.onEvent(event);
        // Not before: with it a run begins anew.
        if (signsOfWork.includes(event.type)) start.onEvent(warning());
      },
    });
    return current.ended;
  };
  return {
    ended: first.ended.then(again),
    stop() {
      isStopped = true;
      current.stop();
    },
    kill() {
      isStopped = true;
      current.kill();
    },
  };
}

/** Events that show that the engine works. */
const signsOfWork: readonly TrainerEvent['type'][] = ['runStarted', 'runResumed'];

/** The same command with the other engine; undefined where the engine was asked for by name. */
function withWebAssembly(command: TrainerStart['command']): TrainerStart['command'] | undefined {
  switch (command.type) {
    case 'start':
      if ((command.request.engine ?? 'auto') !== 'auto') return undefined;
      return { ...command, request: { ...command.request, engine: 'wasm' } };
    case 'resume':
      return (command.engine ?? 'auto') === 'auto' ? { ...command, engine: 'wasm' } : undefined;
  }
}
