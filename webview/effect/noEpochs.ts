import type { EffectState } from '../../src/contract/effectPage';
import type { RunStatus } from '../../src/contract/runState';

const ended: readonly (RunStatus | 'queued' | 'missing')[] = ['completed', 'failed', 'stopped'];

/** Whether no run has an epoch, nor will have one: all have ended, and their curves are known. */
export function haveNoEpochs({
  shown: { runs },
  curves,
}: {
  readonly shown: { readonly runs: readonly Pick<EffectState['shown']['runs'][number], 'id' | 'status'>[] };
  readonly curves: readonly { readonly runId: string; readonly epochs: readonly unknown[] }[];
}): boolean {
  const counts = new Map(curves.map(({ runId, epochs }) => [runId, epochs.length]));
  return runs.length > 0 && runs.every(({ id, status }) => ended.includes(status) && counts.get(id) === 0);
}
