import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { TrackingMode } from '../../../src/contract/tracking';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { runPaths } from '../../../src/runFolder/paths';
import { Tracker } from '../../../src/tracking/tracker';
import type { SenderOptions } from '../../../src/tracking/wandb/sender';
import { WandbSink } from '../../../src/tracking/wandb/wandbSink';
import type { WandbSettings, WandbTracker } from '../../../src/tracking/wandb/wandbTracker';
import type { Clock } from '../../../src/util/clock';
import { toJsonLine } from '../../../src/util/jsonLines';
import { parseJsonLines } from '../../jsonLines';
import { WandbServer } from '../../wandbServer/wandbServer';
import { IdleClock } from './idleClock';
import { targetAt } from './recordedRun';

/** A tracker, and all that it has said. */
export interface TestTracker {
  readonly tracker: WandbTracker;
  readonly troubles: readonly string[];
}

export interface TrackOptions extends SenderOptions {
  readonly settings: () => WandbSettings;
  readonly clock: Clock;
}

/** Servers and trackers that are gone after each test. */
export function trackers(): {
  readonly startServer: () => Promise<WandbServer>;
  readonly track: (server: WandbServer, mode: TrackingMode, options?: Partial<TrackOptions>) => TestTracker;
} {
  const servers: WandbServer[] = [];
  const made: WandbTracker[] = [];
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
      const idle = new IdleClock();
      const {
        settings = () => ({ mode, target: targetAt(server.url) }),
        credential = baseUrl => Promise.resolve({ key: server.key, baseUrl, source: 'the test' }),
        fetch = idle.fetch,
        clock = idle,
      } = options;
      const tracker = new Tracker({ settings, clock, sink: new WandbSink({ credential, fetch }) });
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
  until(type: TrainerEvent['type'], record: (event: TrainerEvent) => void): void {
    for (let last: TrainerEvent | undefined; last?.type !== type;) {
      last = this.events[this.next++];
      if (!last) throw new Error(`There is no ${type} any more.`);
      this.say(last, record);
    }
  }

  /** Says something that the run did not say. */
  say(event: TrainerEvent, record: (event: TrainerEvent) => void): void {
    writeFileSync(this.file, toJsonLine(event), { flag: 'a' });
    record(event);
  }
}

/** A server's state without the names that a client gives to artifacts, which differ from server to server. */
export function comparable({ state }: WandbServer): object {
  const text = JSON.stringify(state);
  return JSON.parse(text.replaceAll(/wandb-client-artifact:\/\/[0-9a-f]{128}/g, 'wandb-client-artifact://…')) as object;
}
