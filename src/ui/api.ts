import type { RunLabels } from '../contract/labels';
import type { Parameters } from '../contract/parameters';
import type { RunStatus } from '../contract/runState';
import type { RunSummary } from '../contract/summary';
import { Emitter, type Disposable, type Event } from '../util/emitter';
import type { Services } from './services';

/** What `activate` gives to other extensions: the runs, to be read. Runs are changed by commands. */
export interface DigitsLabApi {
  /** Every run of the open folders, the oldest first, whoever trained it. */
  runs(): Promise<readonly RunInBrief[]>;
  /** The ids of the runs that wait for their turn, the next one first. */
  queue(): Promise<readonly string[]>;
  /** Something about the runs or the queue is different; an epoch that ended counts. */
  readonly onDidChangeRuns: Event<void>;
}

export interface RunInBrief {
  readonly id: string;
  /** Its run folder. */
  readonly folder: string;
  readonly status: RunStatus;
  readonly parameters: Parameters;
  readonly labels: RunLabels;
  /** The run that it was made from. */
  readonly parent: string | null;
  /** Of a run that has ended. */
  readonly summary: RunSummary | undefined;
  /** Whole epochs so far. */
  readonly epochs: number;
  /** Why it failed or ended early. */
  readonly reason: string | null;
}

export function createApi({ lab, ready }: Services): { readonly api: DigitsLabApi } & Disposable {
  const changed = new Emitter<void>();
  const listening = [
    lab.onChanged(() => changed.fire()),
    lab.onEvents(({ events }) => {
      if (events.some(({ type }) => type === 'epochEnded')) changed.fire();
    }),
  ];
  const api: DigitsLabApi = {
    runs: async () => {
      await ready;
      return lab.runs.map(({ id, folder, status, parameters, labels, parent, summary, live, reason }) => {
        const epochs = live?.epochs.length ?? summary?.epochs ?? 0;
        return { id, folder, status, parameters, labels, parent, summary, epochs, reason };
      });
    },
    queue: async () => {
      await ready;
      return lab.queued.map(({ id }) => id);
    },
    onDidChangeRuns: changed.event,
  };
  const dispose = (): void => {
    for (const one of [...listening, changed]) one.dispose();
  };
  return { api, dispose };
}
