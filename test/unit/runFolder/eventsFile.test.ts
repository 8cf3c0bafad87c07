import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { replay } from '../../../src/contract/runState';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { EventsFile } from '../../../src/runFolder/eventsFile';
import { LostRunError, takeOwnership } from '../../../src/runFolder/ownership';
import { runPaths } from '../../../src/runFolder/paths';
import { RunWriter } from '../../../src/runFolder/runWriter';
import { until } from '../../until';
import { eventsOfRun } from '../cli/events';
import { FakeClock } from '../util/fakeClock';

const time = '2026-01-02T03:04:05.000Z';
const batch = (number: number): TrainerEvent => {
  return { type: 'batchEnded', time, epoch: 1, batch: number, batches: 10_000, loss: 1, accuracy: 0.5, imagesPerSecond: 1 };
};
const said: TrainerEvent = { type: 'logged', time, level: 'info', message: 'so far' };

describe('the events of a run', () => {
  const base = mkdtempSync(path.join(os.tmpdir(), 'digits-events-'));
  after(() => rmSync(base, { recursive: true }));
  const whole = eventsOfRun();
  const [started] = whole;
  const config = replay(whole).config!;
  const open: RunWriter[] = [];
  afterEach(async () => {
    for (const writer of open.splice(0)) await writer.abandon().catch(() => undefined);
  });
  let count = 0;
  async function begin(): Promise<{ writer: RunWriter; events: string; batches: () => number }> {
    const folder = path.join(base, `run${++count}`);
    const writer = await RunWriter.create(folder, config);
    open.push(writer);
    writer.append(started!);
    const { events } = runPaths(folder);
    return { writer, events, batches: () => readFileSync(events, 'utf8').split('"batchEnded"').length - 1 };
  }

  it('are written together where they tell how far it is, with the next one that does not, in their order', async () => {
    const { writer, events, batches } = await begin();
    for (const number of [1, 2, 3]) writer.append(batch(number));
    assert.equal(batches(), 0);
    writer.append(said);
    assert.equal(batches(), 3);
    const lines = readFileSync(events, 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map(line => (JSON.parse(line) as { type: string; batch?: number }).batch ?? JSON.parse(line).type),
      ['runStarted', 1, 2, 3, 'logged'],
    );
  });

  it('do not wait for long, nor when there are many, nor when what they come before is put on disk, nor at the end', async () => {
    const { writer, batches } = await begin();
    writer.append(batch(1));
    await until({ what: 'the line is written', isSo: () => batches() === 1, seen: batches });
    let added = 1;
    while (batches() === 1) writer.append(batch(++added));
    assert.ok(added > 100 && added < 1_000, String(added));
    writer.append(batch(++added));
    await writer.sync();
    assert.equal(batches(), added);
    writer.append(batch(++added));
    await writer.abandon();
    assert.equal(batches(), added);
  });

  it('that wait are not written into a run that another process has taken over', async () => {
    const { writer, events, batches } = await begin();
    writer.append(batch(1));
    writeFileSync(path.join(path.dirname(events), 'owner.2.json'), '');
    assert.throws(() => writer.append(said), LostRunError);
    await writer.abandon();
    assert.equal(batches(), 0);
  });

  it('that wait when a file was put in their place end the training as soon as they are written', async () => {
    const { writer, events } = await begin();
    renameSync(events, `${events}.before`);
    appendFileSync(events, '');
    writer.append(batch(1));
    await until({ what: 'the run is lost', isSo: () => writer.lost.aborted, seen: () => readdirSync(path.dirname(events)) });
    assert.throws(() => writer.append(batch(2)), /events\.jsonl: this file was removed or replaced/);
  });

  it('are not written any more once the folder is given up, or lost', async () => {
    const folder = path.join(base, `run${++count}`);
    mkdirSync(folder);
    const ownership = await takeOwnership(folder);
    const clock = new FakeClock();
    const events = new EventsFile(folder, ownership, { isTorn: false, waitMs: 1_000, clock });
    const text = (): string => readFileSync(path.join(folder, 'events.jsonl'), 'utf8');
    events.append('1\n', true);
    events.append('2\n', true);
    events.append('3\n', true);
    assert.deepEqual([text(), clock.pending], ['1\n', 1]);
    clock.advance(1_000);
    assert.deepEqual([text(), clock.pending], ['1\n2\n3\n', 0]);
    events.append('4\n', true);
    events.append('5\n', false);
    assert.deepEqual([text(), clock.pending], ['1\n2\n3\n4\n5\n', 0]);
    events.append('6\n', true);
    assert.equal(clock.pending, 1);
    ownership.lose('It is lost.');
    assert.throws(() => events.append('7\n', true), LostRunError);
    events.close();
    assert.deepEqual([text(), clock.pending], ['1\n2\n3\n4\n5\n', 0]);
  });
});
