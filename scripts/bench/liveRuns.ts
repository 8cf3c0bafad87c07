import { RawClient } from '../../test/unit/wandbServer/rawClient';
import { longRows } from '../../test/unit/runFolder/recording/writeRecorded';
import type { Server } from '../tracking/server';

export const STEPS_A_SECOND = 10;

/** Runs that log as scripts with W&B's client do: once a second what has come together since. */
export class LiveRuns {
  private readonly client: RawClient;
  private timer: NodeJS.Timeout | undefined;
  /** Of each run, how many steps were sent. */
  private steps = 0;

  constructor(
    server: Server,
    private readonly names: readonly string[],
    private readonly keys: number,
  ) {
    const { WANDB_BASE_URL: url, WANDB_API_KEY: key } = server.variables;
    this.client = new RawClient({ url: url!, key: key! }, key, 'local');
  }

  async begin(): Promise<void> {
    for (const name of this.names) await this.client.upsert({ name, displayName: name });
    await this.send();
    this.timer = setInterval(() => void this.send(), 1000);
  }

  end(): void {
    clearInterval(this.timer);
  }

  /** Sends the next steps of each run. @returns the last one's number, once the server has all of them */
  async send(): Promise<number> {
    const from = this.steps;
    this.steps += STEPS_A_SECOND;
    const content = longRows(STEPS_A_SECOND, this.keys, from).map(row => JSON.stringify(row));
    const body = { files: { 'wandb-history.jsonl': { offset: from, content } } };
    const answers = await Promise.all(this.names.map(name => this.client.stream(body, name)));
    if (answers.some(status => status !== 200)) throw new Error(`The server answered ${answers.join(', ')}.`);
    return this.steps - 1;
  }
}
