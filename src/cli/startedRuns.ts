import path from 'node:path';
import type { StartedRun, UnbegunRun } from '../assistants/desk';
import type { RunRequest } from '../contract/trainer';
import { newRunId } from '../contract/runId';
import { QuestionError } from '../queries/questionError';
import { RunFolderError } from '../runFolder/runFolderError';
import type { EndedRun } from '../runs/executor';
import { LocalExecutor } from '../runs/executors/local';
import type { NewRun } from '../runs/newRun';

/** The runs that an assistant has started: each in a trainer process of its own, as `digits train` has it, and one at a time. */
export class StartedRuns {
  private readonly executor: LocalExecutor;
  /** Those that could not begin, by their ids. */
  private readonly refused = new Map<string, UnbegunRun>();

  constructor(trainerFile: string) {
    this.executor = new LocalExecutor({ trainerFile, maxConcurrentRuns: () => 1 });
  }

  /**
   * Begins a run.
   * @throws {QuestionError} while another one is being trained
   * @throws {RunFolderError} with the reason if it cannot begin
   */
  async start({ parameters, labels, notes }: NewRun, runsFolder: string): Promise<StartedRun> {
    const [busy] = this.executor.active;
    if (busy) throw new QuestionError(`${busy.id} is being trained: one run at a time. digits_read_run tells how far it is.`);
    const id = newRunId(new Date());
    const folder = path.join(runsFolder, id);
    const request: RunRequest = { id, parameters, folder, ...(labels && { labels }), ...(notes !== undefined && { notes }) };
    const begun = this.begunOrEnded(id);
    await this.executor.submit({ type: 'start', request });
    const ended = await begun;
    if (ended && 'reason' in ended.outcome) {
      this.refused.set(id, { id, status: 'failed', parameters, reason: ended.outcome.reason });
      throw new RunFolderError(`The run could not begin: ${ended.outcome.reason}`);
    }
    return { id, folder, says: 'It is being trained.' };
  }

  withoutFolder(id: string): UnbegunRun | undefined {
    return this.refused.get(id);
  }

  /** Ends what is being trained after its last whole epoch, from where it can be gone on with; settles when no process is left. */
  dispose(): Promise<void> {
    return this.executor.dispose();
  }

  /** Settles when the run has its folder, or with how it ended before. */
  private begunOrEnded(id: string): Promise<EndedRun | undefined> {
    return new Promise(resolve => {
      const listening = [
        this.executor.onEvent(({ id: of, event }) => {
          if (of === id && event.type === 'runStarted') settle(undefined);
        }),
        this.executor.onEnded(ended => {
          if (ended.id === id) settle(ended);
        }),
      ];
      const settle = (ended: EndedRun | undefined): void => {
        for (const one of listening) one.dispose();
        resolve(ended);
      };
    });
  }
}
