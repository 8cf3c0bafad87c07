import { replay } from '../../../src/contract/runState';
import type { TrainerEvent } from '../../../src/contract/trainer';
import type { LabRun } from '../../../src/runs/labRun';
import { eventsOfRun } from '../cli/events';
import { listed } from '../experiment/listed';

const { config } = replay(eventsOfRun());

/** A run of the lab that has ended, with the figures of test/unit/experiment/listed.ts; `more` overrules. */
export function labRun(more: Partial<LabRun> = {}): LabRun {
  const { tracking: _, ...run } = listed();
  return {
    ...run,
    folder: '/runs/20260102-030405-aaaa',
    parent: null,
    summary: run.summary,
    config,
    live: undefined,
    isOwn: false,
    isStopping: false,
    readOnly: null,
    reason: null,
    stderrTail: '',
    ...more,
  };
}

/** One that is trained, as its first events tell it. */
export function trainedRun(events: readonly TrainerEvent[], more: Partial<LabRun> = {}): LabRun {
  const live = replay(events);
  return labRun({ status: 'running', summary: undefined, live, parameters: live.config!.parameters, ...more });
}
