import type { Lab } from '../src/runs/lab';
import { until } from './until';

/** Waits until something is true of the lab; after a run that failed no longer than something is trained or waits. */
export function untilLab(lab: Lab, isSo: () => boolean): Promise<void> {
  const troubles: string[] = [];
  let failure: string | undefined;
  return until({
    isSo,
    seen: () => describe(lab, troubles),
    on: look => [
      lab.onChanged(look),
      lab.onEvents(look),
      lab.onTrouble(({ message }) => troubles.push(message)),
      lab.onEnded(({ id, outcome }) => {
        if ('reason' in outcome) failure = `${id} failed, and nothing else is trained: ${outcome.reason}\n${outcome.stderrTail}`;
        look();
      }),
    ],
    over: () => (isIdle(lab) ? failure : undefined),
  });
}

/** Nothing is trained or waits, and of nothing that was trained the end is still to be told. */
function isIdle(lab: Lab): boolean {
  const goesOn = lab.runs.some(({ status }) => status === 'running' || status === 'starting');
  return lab.active.length === 0 && lab.queued.length === 0 && !goesOn;
}

function describe(lab: Lab, troubles: readonly string[]): string {
  const runs = lab.runs.map(({ id, status, isOwn, live, reason }) => {
    const epochs = live ? `, ${live.epochs.length} epochs` : '';
    return `${id} ${status}${isOwn ? ', own' : ''}${epochs}${reason === null ? '' : `, ${reason}`}`;
  });
  const queued = lab.queued.map(({ id }) => `${id} waits${lab.isQueuePaused ? ', paused' : ''}`);
  const broken = lab.broken.map(({ reason }) => `broken: ${reason}`);
  return ['', ...runs, ...queued, ...broken, ...troubles.map(message => `trouble: ${message}`)].join('\n  ');
}
