import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Emitter } from '../../../src/util/emitter';
import { until } from '../../until';
import { PROTOCOL_VERSION, type TrainerEvent } from '../../../src/contract/trainer';

/** What every fake trainer begins with. `say` stamps an event, `finish` ends the process as a real trainer does. */
const prelude = `
const PROTOCOL_VERSION = ${PROTOCOL_VERSION};
const ready = () => process.send({ type: 'ready', protocolVersion: PROTOCOL_VERSION });
const say = event => process.send({ ...event, time: '2026-01-02T03:04:05.000Z' });
const log = message => say({ type: 'logged', level: 'info', message });
const ended = (status, epochs = 1) => say({ type: 'runEnded', status, epochs, keptEpoch: epochs, durationMs: 1000 });
const finish = () => process.disconnect();
const onCommand = handlers => process.on('message', command => handlers[command.type]?.(command));
process.on('disconnect', () => process.exit(1));
`;

/** Scripts in a temporary folder that play a trainer, good or bad. */
export class FakeTrainers {
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'digits-trainer-'));
  private written = 0;

  /** The path of a script with that body, run in a process of its own. */
  write(body: string): string {
    const file = path.join(this.folder, `trainer${++this.written}.cjs`);
    writeFileSync(file, prelude + body);
    return file;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The events of a run as they come, and a way to wait for one of them. */
export class EventLog {
  readonly events: TrainerEvent[] = [];
  private readonly changes = new Emitter<void>();

  readonly add = (event: TrainerEvent): void => {
    this.events.push(event);
    this.changes.fire();
  };

  get types(): string[] {
    return this.events.map(event => event.type);
  }

  /** Resolves when the trainer has logged this message. */
  logged(message: string): Promise<void> {
    return until({
      isSo: () => this.events.some(event => event.type === 'logged' && event.message === message),
      what: `the trainer's "${message}"`,
      seen: () => this.events,
      on: look => [this.changes.event(look)],
    });
  }
}
