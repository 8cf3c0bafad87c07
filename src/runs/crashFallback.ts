import type { TrainerEvent } from '../contract/trainer';
import { startTrainer, type TrainerOutcome, type TrainerProcess, type TrainerStart } from './trainerProcess';

/**
 * Starts a process for one run, as startTrainer() does; when the native engine takes the whole process down before the run has begun, a
 * second one is started with WebAssembly. Who asked for the native engine by name gets the crash.
 */
export function startTrainerWithFallback(start: TrainerStart): TrainerProcess {
  const slower = withWebAssembly(start.command);
  if (!slower) return startTrainer(start);
  let began = false;
  let over = false;
  const first = startTrainer({
    ...start,
    onEvent: event => {
      began ||= beginnings.includes(event.type);
      start.onEvent(event);
    },
  });
  let current = first;
  const again = async (outcome: TrainerOutcome): Promise<TrainerOutcome> => {
    if (outcome.status !== 'failed' || !outcome.crashed || began || over) return outcome;
    const message = `The native engine does not work here, so that WebAssembly computes, several times slower. ${outcome.reason}`;
    const warning = (): TrainerEvent => ({ type: 'logged', level: 'warning', message, time: new Date().toISOString() });
    current = startTrainer({
      ...start,
      command: slower,
      onEvent: event => {
        start.onEvent(event);
        // Not before: with it a run begins anew.
        if (beginnings.includes(event.type)) start.onEvent(warning());
      },
    });
    return current.ended;
  };
  return {
    ended: first.ended.then(again),
    stop() {
      over = true;
      current.stop();
    },
    kill() {
      over = true;
      current.kill();
    },
  };
}

/** With these the engine has shown that it works. */
const beginnings: readonly TrainerEvent['type'][] = ['runStarted', 'runResumed'];

/** The same command with the other engine; undefined where it is not left to us. */
function withWebAssembly(command: TrainerStart['command']): TrainerStart['command'] | undefined {
  switch (command.type) {
    case 'start':
      if ((command.request.engine ?? 'auto') !== 'auto') return undefined;
      return { ...command, request: { ...command.request, engine: 'wasm' } };
    case 'resume':
      return (command.engine ?? 'auto') === 'auto' ? { ...command, engine: 'wasm' } : undefined;
  }
}
