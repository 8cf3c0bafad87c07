import type { TrainerCommand } from '../contract/trainer';
import { newRun } from './newRun';
import { resumedRun } from './resumedRun';
import { trainRun, type RunControl } from './trainRun';

/** A command to train. */
export type TrainingCommand = Exclude<TrainerCommand, { type: 'stop' }>;

/** Trains what a command asks for. Never rejects: a run that fails ends with the event `runFailed`. */
export function executeCommand(command: TrainingCommand, control: RunControl): Promise<void> {
  return control.reporter.during(async () => {
    const assignment = command.type === 'start' ? newRun(command) : await resumedRun(command);
    await trainRun(assignment, control);
  });
}
