import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { WandbMode } from '../../../src/contract/tracking';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { runPaths } from '../../../src/runFolder/paths';
import { Tracker, type TrackerOptions } from '../../../src/tracking/tracker';
import { toJsonLine } from '../../../src/util/jsonLines';
import { parseJsonLines } from '../../jsonLines';
import { WandbServer } from '../../wandbServer/wandbServer';
import { IdleClock } from './idleClock';
import { targetAt } from './recordedRun';

/** A tracker, and all that it has said. */
export interface TestTracker {
  readonly tracker: Tracker;
  readonly troubles: readonly string[];
}

/** Servers and trackers that are gone after each test. */
export function trackers(): {
  readonly startServer: () => Promise<WandbServer>;
  readonly track: (server: WandbServer, mode: WandbMode, options?: Partial<TrackerOptions>) => TestTracker;
} {
  const servers: WandbServer[] = [];
  const made: Tracker[] = [];
  afterEach(async () => {
    await Promise.all(made.splice(0).map(tracker => tracker.dispose()));
    await Promise.all(servers.splice(0).map(server => server.close()));
  });
  return {
    async startServer() {
      const server = await WandbServer.start();
      servers.push(server);
      return server;
    },
    track(server, mode, options = {}) {
      const clock = new IdleClock();
      const tracker = new Tracker({
        settings: () => ({ mode, ...targetAt(server.url) }),
        credential: baseUrl => Promise.resolve({ key: server.key, baseUrl, source: 'the test' }),
        fetch: clock.fetch,
        clock,
        ...options,
      });
      made.push(tracker);
      const troubles: string[] = [];
      tracker.onTrouble(line => troubles.push(line));
      return { tracker, troubles };
    },
  };
}

/** A run that happens once more: its events come to its folder when the test says so, as if a trainer wrote them. */
export class Rerun {
  private readonly events: readonly TrainerEvent[];
  private readonly file: string;
  private next = 0;

  /** @param folder of a run that has ended; its events are taken out of it */
  constructor(readonly folder: string) {
    const { events, summary } = runPaths(folder);
    this.file = events;
    this.events = parseJsonLines(readFileSync(events), events).values as TrainerEvent[];
    writeFileSync(events, '');
    rmSync(summary, { force: true });
  }

  /** Goes on until an event of that type has come, which is the last one. */
  until(type: TrainerEvent['type'], take: (event: TrainerEvent) => void): void {
    for (let last: TrainerEvent | undefined; last?.type !== type;) {
      last = this.events[this.next++];
      if (!last) throw new Error(`There is no ${type} any more.`);
      this.say(last, take);
    }
  }

  /** Says something that the run did not say. */
  say(event: TrainerEvent, take: (event: TrainerEvent) => void): void {
    writeFileSync(this.file, toJsonLine(event), { flag: 'a' });
    take(event);
  }
}

/** A server's state without the names that a client gives to artifacts, which differ from server to server. */
export function comparable({ state }: WandbServer): object {
  const text = JSON.stringify(state);
  return JSON.parse(text.replaceAll(/wandb-client-artifact:\/\/[0-9a-f]{128}/g, 'wandb-client-artifact://…')) as object;
}
