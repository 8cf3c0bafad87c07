import { noLabels, type RunLabels } from '../../../src/contract/labels';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import { replay } from '../../../src/contract/runState';
import { summarize, type RunSummary } from '../../../src/contract/summary';
import type { Tracking } from '../../../src/contract/tracking';
import type { ListedRun } from '../../../src/experiment/listedRun';
import { eventsOfRun } from '../cli/events';

/** How a run with invented figures ended: test accuracy 99.12 %, validation loss 0.0612, 5,432 images/s, 21.5 s. */
export const summary: RunSummary = summarize(replay(eventsOfRun()))!;

export const trackingOf = (status: Tracking['sync']['status']): Tracking => ({
  mode: 'online',
  target: { baseUrl: 'https://api.wandb.ai', entity: 'team', project: 'digits', group: '', jobType: '' },
  sync: { status, changedAt: '2026-01-02T03:04:05.000Z' },
});

/** A run in a list; `more` overrules. */
export function listed(
  more: Partial<Omit<ListedRun, 'parameters' | 'labels'>> = {},
  parameters: Partial<Parameters> = {},
  labels: Partial<RunLabels> = {},
): ListedRun {
  return {
    id: '20260102-030405-aaaa',
    status: 'completed',
    createdAt: '2026-01-02T03:04:05.000Z',
    summary,
    config: { author: 'Ada' },
    ...more,
    parameters: { ...defaultParameters, ...parameters },
    labels: { ...noLabels, ...labels },
  };
}
